package io.candlewick.connect.timescaledb;

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

/** Writes the records of its partitions to TimescaleDB. */
public final class TimescaleSinkTask extends SinkTask {

    private final Executor executor;
    private @Nullable SinkPipeline pipeline;
    private @Nullable ExpirySchedule expiry;

    /** Made by Connect. */
    public TimescaleSinkTask() {
        this(new WriterThread("timescaledb-writer"));
    }

    /** A task whose batches are written as the executor likes, e.g. before {@code put} returns. */
    TimescaleSinkTask(Executor executor) {
        this.executor = executor;
    }

    @Override
    public String version() {
        return SinkVersion.get();
    }

    @Override
    public void start(Map<String, String> properties) {
        AbstractConfig config = TimescaleConfig.read(properties);
        TimescaleOptions options = TimescaleConfig.options(config);
        SinkPipeline started = new SinkPipeline(
                CommonOptions.routes(config, TimescaleConfig.TABLES),
                CommonOptions.decoder(config),
                new TimescaleWriter(options, config.getBoolean(CommonConfig.AUTO_MIGRATE)),
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
        if (config.getInt(CommonConfig.TASK_NUMBER) == 0) {
            expiry = new ExpirySchedule(options, InstantSource.system());
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        running().put(records);
        if (expiry != null) {
            expiry.runIfDue();
        }
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
