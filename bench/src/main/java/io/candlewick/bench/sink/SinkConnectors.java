package io.candlewick.bench.sink;

import io.candlewick.bench.sink.nothing.NothingSinkConnector;
import io.candlewick.connect.rest.ConnectorFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The connectors that are compared, as they are shipped, on another topic. */
final class SinkConnectors {

    /* Beginnings of the keys that are Connect's own. */
    private static final List<String> OF_ANY_SINK = List.of(
            "tasks.max", "topics", "key.converter", "value.converter", "header.converter", "consumer.override.");

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

    /** Connect with a sink that does nothing, and all else as ours has it. */
    static ConnectorFile nothing(Target target, String run, Map<String, String> tried) {
        Map<String, String> settings = new LinkedHashMap<>();
        ours(target, run, tried).config().forEach((key, value) -> {
            if (OF_ANY_SINK.stream().anyMatch(key::startsWith)) {
                settings.put(key, value);
            }
        });
        settings.put("connector.class", NothingSinkConnector.class.getName());
        return new ConnectorFile("nothing-" + target.text() + "-" + run, settings);
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
