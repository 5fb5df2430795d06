package io.candlewick.connect.timescaledb;

import io.candlewick.connect.sink.ConfigCheck;
import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.SinkVersion;
import io.candlewick.connect.sink.TaskConfigs;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Writes ticks and bars from Kafka to TimescaleDB, or to a PostgreSQL without the extension. */
public final class TimescaleSinkConnector extends SinkConnector {

    private Map<String, String> properties = Map.of();

    /** Made by Connect. */
    public TimescaleSinkConnector() {}

    @Override
    public String version() {
        return SinkVersion.get();
    }

    @Override
    public ConfigDef config() {
        return TimescaleConfig.DEF;
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        return ConfigCheck.check(
                super.validate(connectorConfigs),
                TimescaleConfig.DEF,
                connectorConfigs,
                TimescaleConfig.URL,
                TimescaleSinkConnector::reach);
    }

    private static void reach(AbstractConfig config) throws DeliveryException {
        TimescaleOptions options = TimescaleConfig.options(config);
        try (Connection connection = TimescaleConnection.open(options)) {
            connection.isValid(0);
        } catch (SQLException away) {
            throw TimescaleConnection.failure(options, "Cannot connect", away);
        }
    }

    @Override
    public void start(Map<String, String> props) {
        properties = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TimescaleSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return TaskConfigs.of(properties, maxTasks);
    }

    @Override
    public void stop() {
        properties = Map.of();
    }
}
