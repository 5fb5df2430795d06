package io.candlewick.connect.sink;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task tells of its work, as metrics of the worker: {@code kafka.connect:type=plugins,connector=...,task=...}; their names are in
 * {@link SinkMeasures}.
 *
 * <p><b>Thread</b>: counted by the task's thread, read by any. <b>Edges</b>: a worker before Kafka 4.1 has no metrics for plug-ins, and
 * the task goes on without.
 */
final class SinkMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(SinkMetrics.class);

    /** Whether the database is being written to. */
    enum Breaker {
        /** It is. */
        CLOSED,
        /** Writing failed; the partitions are paused until the next attempt. */
        OPEN,
        /** The next attempt is on its way. */
        HALF_OPEN
    }

    private static final int ASK_EVERY_BATCHES = 100;

    private boolean registered;
    private volatile Breaker breaker = Breaker.CLOSED;
    private volatile long records;
    private volatile long batches;
    private volatile long refused;
    private volatile long expired;
    private volatile long retries;
    private volatile long lastBatchRecords;
    private volatile long lastBatchMs;
    private volatile long lastAgeMs;
    private volatile long agesMs;
    private final AtomicLongArray storedWithin = new AtomicLongArray(SinkMeasures.AGE_BOUNDS_MS.length);

    /**
     * Makes the metrics known to the worker. A task that takes the place of one that does not end finds its names taken: it works without
     * metrics, and asks again now and then.
     */
    void register(SinkTaskContext context) {
        registered = true;
        try {
            PluginMetrics metrics = context.pluginMetrics();
            gauges().forEach((name, gauge) -> {
                MetricName metric = metrics.metricName(name, meaningOf(name), new LinkedHashMap<>());
                metrics.addMetric(metric, (Gauge<Object>) (config, now) -> gauge.get());
            });
        } catch (NoSuchMethodError | NoClassDefFoundError | UnsupportedOperationException older) {
            LOG.info("This worker has no metrics for plug-ins: {}", older.toString());
        } catch (IllegalArgumentException taken) {
            registered = false;
            LOG.warn("No metrics for now: {}", taken.getMessage());
        }
    }

    /** Asks again if the names were taken. */
    void registerAgain(SinkTaskContext context) {
        if (!registered && batches % ASK_EVERY_BATCHES == 0) {
            register(context);
        }
    }

    private Map<String, Supplier<Object>> gauges() {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("circuit-breaker-state", () -> switch (breaker) {
            case CLOSED -> "closed";
            case OPEN -> "open";
            case HALF_OPEN -> "half-open";
        });
        all.put("circuit-breaker-closed", () -> breaker == Breaker.CLOSED ? 1 : 0);
        all.put("retry-count", () -> retries);
        all.put("record-count", () -> records);
        all.put("batch-count", () -> batches);
        all.put("refused-record-count", () -> refused);
        all.put("expired-record-count", () -> expired);
        all.put("last-batch-records", () -> lastBatchRecords);
        all.put("last-batch-ms", () -> lastBatchMs);
        all.put("last-stored-age-ms", () -> lastAgeMs);
        all.put("stored-age-ms-total", () -> agesMs);
        for (int index = 0; index < SinkMeasures.AGE_BOUNDS_MS.length; index++) {
            int bound = index;
            all.put(SinkMeasures.STORED_WITHIN + SinkMeasures.AGE_BOUNDS_MS[index], () -> storedWithin.get(bound));
        }
        return all;
    }

    private static String meaningOf(String name) {
        SinkMeasures.Measure measure = SinkMeasures.ALL.get(name);
        if (measure == null) {
            throw new IllegalStateException("name=" + name + " has no meaning");
        }
        return measure.meaning();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread counts, others read.
    void written(PendingBatch batch, int recordsRefused, long tookMs, long oldestAgeMs) {
        records += batch.records();
        expired += batch.expired();
        refused += recordsRefused;
        batches++;
        lastBatchRecords = batch.records();
        lastBatchMs = tookMs;
        lastAgeMs = Math.max(0, oldestAgeMs);
        agesMs += lastAgeMs;
        for (int index = 0; index < SinkMeasures.AGE_BOUNDS_MS.length; index++) {
            if (lastAgeMs <= SinkMeasures.AGE_BOUNDS_MS[index]) {
                storedWithin.incrementAndGet(index);
            }
        }
        breaker = Breaker.CLOSED;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread counts, others read.
    void failed() {
        retries++;
        breaker = Breaker.OPEN;
    }

    void tryingAgain() {
        breaker = Breaker.HALF_OPEN;
    }

    Breaker breaker() {
        return breaker;
    }
}
