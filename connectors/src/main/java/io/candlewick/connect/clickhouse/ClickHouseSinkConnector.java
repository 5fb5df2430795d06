package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.ConfigCheck;
import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.SinkVersion;
import io.candlewick.connect.sink.TaskConfigs;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Writes ticks and bars from Kafka to ClickHouse. */
public final class ClickHouseSinkConnector extends SinkConnector {

    private Map<String, String> properties = Map.of();

    /** Made by Connect. */
    public ClickHouseSinkConnector() {}

    @Override
    public String version() {
        return SinkVersion.get();
    }

    @Override
    public ConfigDef config() {
        return ClickHouseConfig.DEF;
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        return ConfigCheck.check(
                super.validate(connectorConfigs),
                ClickHouseConfig.DEF,
                connectorConfigs,
                ClickHouseConfig.URL,
                ClickHouseSinkConnector::reach);
    }

    private static void reach(AbstractConfig config) throws DeliveryException {
        new ClickHouseClient(ClickHouseConfig.options(config)).executeWithoutDatabase("SELECT 1");
    }

    @Override
    public void start(Map<String, String> props) {
        properties = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ClickHouseSinkTask.class;
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
