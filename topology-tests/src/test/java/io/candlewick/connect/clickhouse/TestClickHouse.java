package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A fresh database on the ClickHouse that {@code CANDLEWICK_CLICKHOUSE_URL} names, or on an engine of our own; dropped when closed. */
record TestClickHouse(ClickHouseOptions options, ClickHouseClient client) implements AutoCloseable {

    static TestClickHouse create() {
        ClickHouseOptions options = ClickHouseOptions.of(
                environment("CANDLEWICK_CLICKHOUSE_URL", Engine.url()),
                environment("CANDLEWICK_CLICKHOUSE_USER", "default"),
                environment("CANDLEWICK_CLICKHOUSE_PASSWORD", ""),
                "candlewick_" + UUID.randomUUID().toString().replace("-", ""));
        return new TestClickHouse(options, new ClickHouseClient(options));
    }

    private static String environment(String name, String fallback) {
        String value = System.getenv(name);
        return value == null ? fallback : value;
    }

    List<String> query(String sql) {
        try {
            return client.query(sql);
        } catch (DeliveryException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    void execute(String sql) {
        try {
            client.execute(sql);
        } catch (DeliveryException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    @Override
    public void close() {
        try {
            client.executeWithoutDatabase("DROP DATABASE IF EXISTS " + options.database());
        } catch (DeliveryException failure) {
            throw new IllegalStateException(options.database(), failure);
        }
    }

    /** The local stack's engine, started by the first test that asks for it and stopped with the JVM. */
    private static final class Engine {
        private static @Nullable LocalStack stack;

        static synchronized String url() {
            if (System.getenv("CANDLEWICK_CLICKHOUSE_URL") != null) {
                return "";
            }
            if (stack == null) {
                stack = start();
            }
            return stack.addresses().clickhouseUrl().orElseThrow();
        }

        private static LocalStack start() {
            try {
                Path directory = Files.createDirectories(Path.of("target", "clickhouse"))
                        .toAbsolutePath()
                        .resolve(Long.toString(ProcessHandle.current().pid()));
                LocalStack started =
                        LocalStack.started(StackConfig.in(directory).withServices(Set.of(Service.CLICKHOUSE)));
                Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-clickhouse"));
                return started;
            } catch (Exception failed) {
                throw new IllegalStateException("ClickHouse's engine did not start: " + failed.getMessage(), failed);
            }
        }
    }
}
