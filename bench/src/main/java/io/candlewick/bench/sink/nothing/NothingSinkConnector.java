package io.candlewick.bench.sink.nothing;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Has one task that does nothing. */
public final class NothingSinkConnector extends SinkConnector {

    /** Made by Connect. */
    public NothingSinkConnector() {}

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void start(Map<String, String> properties) {
        // Nothing is configured.
    }

    @Override
    public Class<? extends Task> taskClass() {
        return NothingSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(Map.of());
    }

    @Override
    public void stop() {
        // Nothing was started.
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }
}
