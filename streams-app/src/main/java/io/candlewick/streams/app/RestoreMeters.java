package io.candlewick.streams.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * How far a lane's state is restored from its changelogs: how many partitions and records are left, and how many records came in all.
 *
 * <p><b>Thread</b>: Kafka Streams' restoring ones tell, any asks.
 */
final class RestoreMeters implements StateRestoreListener {

    private final Map<TopicPartition, Long> remaining = new ConcurrentHashMap<>();
    private final Counter restored;

    RestoreMeters(String lane, MeterRegistry registry) {
        Gauge.builder("candlewick.restore.partitions", remaining, Map::size)
                .description("Changelog partitions that are being restored")
                .tag("lane", lane)
                .register(registry);
        Gauge.builder(
                        "candlewick.restore.remaining.records",
                        remaining,
                        all -> all.values().stream().mapToLong(Long::longValue).sum())
                .description("Records of changelogs that are still to be read, deleted ones among them")
                .tag("lane", lane)
                .register(registry);
        restored = Counter.builder("candlewick.restore.restored.records")
                .description("Records of changelogs that were read since the start")
                .tag("lane", lane)
                .register(registry);
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long startOffset, long endOffset) {
        remaining.put(partition, Math.max(0, endOffset - startOffset));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long count) {
        restored.increment((double) count);
        remaining.computeIfPresent(partition, (same, left) -> Math.max(0, left - count));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {
        remaining.remove(partition);
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long totalRestored) {
        remaining.remove(partition);
    }
}
