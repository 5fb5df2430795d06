package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.DeliveryException;
import java.util.List;
import java.util.UUID;

/** A fresh database on the ClickHouse that {@code CANDLEWICK_CLICKHOUSE_URL} names; dropped when closed. */
record TestClickHouse(ClickHouseOptions options, ClickHouseClient client) implements AutoCloseable {

    static TestClickHouse create() {
        ClickHouseOptions options = ClickHouseOptions.of(
                System.getenv("CANDLEWICK_CLICKHOUSE_URL"),
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
}
