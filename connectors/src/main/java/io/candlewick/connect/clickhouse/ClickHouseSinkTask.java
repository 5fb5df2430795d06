package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.CommonConfig;
import io.candlewick.connect.sink.CommonOptions;
import io.candlewick.connect.sink.SinkPipeline;
import io.candlewick.connect.sink.SinkVersion;
import io.candlewick.connect.sink.WriterThread;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Writes the records of its partitions to ClickHouse. */
public final class ClickHouseSinkTask extends SinkTask {

    private final Executor executor;
    private @Nullable SinkPipeline pipeline;

    /** Made by Connect. */
    public ClickHouseSinkTask() {
        this(new WriterThread("clickhouse-writer"));
    }

    /** A task whose batches are written as the executor likes, e.g. before {@code put} returns. */
    ClickHouseSinkTask(Executor executor) {
        this.executor = executor;
    }

    @Override
    public String version() {
        return SinkVersion.get();
    }

    @Override
    public void start(Map<String, String> properties) {
        AbstractConfig config = ClickHouseConfig.read(properties);
        SinkPipeline started = new SinkPipeline(
                CommonOptions.routes(config, ClickHouseConfig.TABLES),
                CommonOptions.decoder(config),
                new ClickHouseWriter(ClickHouseConfig.options(config), config.getBoolean(CommonConfig.AUTO_MIGRATE)),
                context,
                new SinkPipeline.Pace(
                        CommonOptions.batching(config),
                        CommonOptions.backoff(config),
                        executor,
                        InstantSource.system(),
                        CommonOptions.retention(config),
                        CommonOptions.barLane(config)));
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
        if (executor instanceof WriterThread thread) {
            thread.close();
        }
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
