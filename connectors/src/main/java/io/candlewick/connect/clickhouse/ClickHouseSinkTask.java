package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.CommonConfig;
import io.candlewick.connect.sink.SinkPipeline;
import io.candlewick.connect.sink.SinkVersion;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Writes the records of its partitions to ClickHouse. */
public final class ClickHouseSinkTask extends SinkTask {

    private @Nullable SinkPipeline pipeline;

    /** Made by Connect. */
    public ClickHouseSinkTask() {}

    @Override
    public String version() {
        return SinkVersion.get();
    }

    @Override
    public void start(Map<String, String> properties) {
        AbstractConfig config = new AbstractConfig(ClickHouseConfig.DEF, properties);
        SinkPipeline started = new SinkPipeline(
                CommonConfig.routes(config, ClickHouseConfig.TABLES),
                CommonConfig.decoder(config),
                new ClickHouseWriter(ClickHouseConfig.options(config), config.getBoolean(CommonConfig.AUTO_MIGRATE)),
                context,
                CommonConfig.backoff(config));
        pipeline = started;
        started.start();
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        running().put(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return running().written(currentOffsets);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        if (pipeline != null) {
            pipeline.forget(partitions);
        }
    }

    @Override
    public void stop() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    private SinkPipeline running() {
        if (pipeline == null) {
            throw new IllegalStateException("the task was not started");
        }
        return pipeline;
    }
}
