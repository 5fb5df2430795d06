package io.candlewick.chaos;

import io.candlewick.connect.sink.CommonConfig;
import io.candlewick.local.LocalStack;
import io.candlewick.local.StackException;
import io.candlewick.local.TimescaleServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * The two databases of a stack, proxies before them, and the Connect workers that write to them.
 *
 * <p>One connector a database, with one task, so that one proxy is all that a fault needs, and rows that are late tell of it.
 */
final class Tables implements AutoCloseable {

    private final TimescaleServer timescale;
    private final String clickhouseUrl;
    private final TcpProxy timescaleProxy;
    private final TcpProxy clickhouseProxy;
    private final Workers workers;

    private Tables(LocalStack stack, Workers workers) {
        this.timescale = stack.addresses().timescale().orElseThrow();
        this.clickhouseUrl = stack.addresses().clickhouseUrl().orElseThrow();
        this.timescaleProxy = new TcpProxy(
                URI.create(timescale.url().substring("jdbc:".length())).getPort());
        this.clickhouseProxy = new TcpProxy(URI.create(clickhouseUrl).getPort());
        this.workers = workers;
    }

    /** Starts the workers and their connectors. */
    static Tables started(int workers, Path directory, String brokers, LocalStack stack)
            throws StackException, InterruptedException {
        TimescaleServer timescale = stack.addresses().timescale().orElseThrow();
        Tables tables = new Tables(stack, Workers.started(workers, directory, brokers, timescale));
        String registry = stack.addresses().schemaRegistryUrl().orElseThrow();
        boolean deployed = false;
        try {
            tables.deploy("timescaledb-sink", registry, "timescale.url", tables.proxiedTimescaleUrl());
            tables.deploy(
                    "clickhouse-sink", registry, "clickhouse.url", "http://127.0.0.1:" + tables.clickhouseProxy.port());
            deployed = true;
            return tables;
        } finally {
            if (!deployed) {
                tables.close();
            }
        }
    }

    private String proxiedTimescaleUrl() {
        return timescale.url().replaceFirst(":\\d+/", ":" + timescaleProxy.port() + "/");
    }

    private void deploy(String name, String registry, String key, String url) {
        workers.deploy(
                name,
                Map.of(
                        key,
                        url,
                        "schema.registry.url",
                        registry,
                        "retry.backoff.max",
                        "1s",
                        CommonConfig.BARS_OF,
                        "all"));
    }

    TimescaleServer timescale() {
        return timescale;
    }

    String clickhouseUrl() {
        return clickhouseUrl;
    }

    TcpProxy timescaleProxy() {
        return timescaleProxy;
    }

    TcpProxy clickhouseProxy() {
        return clickhouseProxy;
    }

    Workers workers() {
        return workers;
    }

    @Override
    public void close() {
        workers.close();
        timescaleProxy.close();
        clickhouseProxy.close();
    }
}
