package io.candlewick.connect.sink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** A task's context that remembers what it was told. */
public final class TestContext implements SinkTaskContext {

    public final List<SinkRecord> dead = new ArrayList<>();
    public final List<String> reasons = new ArrayList<>();
    public final List<Long> pauses = new ArrayList<>();
    /** Where reading is to go on, as a failed task asked for it. */
    public final Map<TopicPartition, Long> rewound = new HashMap<>();

    private final boolean reporting;
    private boolean paused;

    public TestContext(boolean reporting) {
        this.reporting = reporting;
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return reporting ? this::report : null;
    }

    /** Whether the task's partitions wait for the next attempt. */
    public boolean isPaused() {
        return paused;
    }

    private Future<Void> report(SinkRecord record, Throwable error) {
        dead.add(record);
        reasons.add(String.valueOf(error.getMessage()));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void timeout(long timeoutMs) {
        pauses.add(timeoutMs);
    }

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        rewound.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        rewound.put(partition, offset);
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.of(
                new TopicPartition("ticks.history", 0),
                new TopicPartition("bars", 0),
                new TopicPartition("indicators", 0));
    }

    @Override
    public void pause(TopicPartition... partitions) {
        paused = true;
    }

    @Override
    public void resume(TopicPartition... partitions) {
        paused = false;
    }

    @Override
    public void requestCommit() {
        throw new UnsupportedOperationException();
    }
}
