package io.candlewick.bench.sink;

import io.candlewick.connect.rest.ConnectorFile;
import java.util.LinkedHashMap;
import java.util.Map;

/** The connectors that are compared, as they are shipped, on another topic. */
final class SinkConnectors {

    private SinkConnectors() {}

    /** Ours; every run reads the topic from its beginning, so every run is a connector of its own. */
    static ConnectorFile ours(Target target, String run, Map<String, String> tried) {
        String bundled = target.isTimescale() ? "timescaledb-sink" : "clickhouse-sink";
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "topics", target.topic(), "routes", target.topic() + "=" + target.kind(), "auto.migrate", "false"));
        settings.put("consumer.override.max.partition.fetch.bytes", "4194304");
        settings.put("consumer.override.receive.buffer.bytes", "1048576");
        settings.putAll(tried);
        ConnectorFile file = ConnectorFile.bundled(bundled).with(settings);
        return new ConnectorFile("ours-" + target.text() + "-" + run, file.config());
    }

    /** Debezium's, with its best settings as we found them. */
    static ConnectorFile debezium(Target target, boolean upsert, String run) {
        ConnectorFile file = ConnectorFile.bundled("peers/debezium-jdbc-" + target.kind())
                .with(Map.of(
                        "topics",
                        target.topic(),
                        "insert.mode",
                        upsert ? "upsert" : "insert",
                        "consumer.override.max.partition.fetch.bytes",
                        "4194304",
                        "consumer.override.receive.buffer.bytes",
                        "1048576"));
        return new ConnectorFile("debezium-" + target.text() + "-" + run, file.config());
    }
}
