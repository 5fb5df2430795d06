package io.candlewick.connect.sink;

import java.util.ArrayList;
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
    private final boolean reporting;

    public TestContext(boolean reporting) {
        this.reporting = reporting;
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return reporting ? this::report : null;
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
        throw new UnsupportedOperationException();
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.of();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume(TopicPartition... partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void requestCommit() {
        throw new UnsupportedOperationException();
    }
}
