package io.candlewick.streams.processor;

import io.candlewick.streams.domain.bar.Admission;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * Counts ticks by reason and symbol as metrics of Kafka Streams: {@value #REJECTED}, {@value #NOTED} (duplicates, late ones
 * that correct a bar, ones of no account) and {@value #CROSSED} in group {@value #GROUP}.
 *
 * <p>A metric is made when it is first counted, at most {@value #MAX_COUNTERS} of them in a task: a symbol beyond is counted as
 * {@value #OTHER}, and one that no instrument names as {@value #UNKNOWN}, so that nobody fills the memory by sending names.
 * <b>Thread</b>: the task's.
 */
final class TickCounts {

    static final String GROUP = "stream-quality-metrics";
    static final String REJECTED = "rejected-ticks-total";
    static final String NOTED = "noted-ticks-total";
    static final String CROSSED = "crossed-quotes-total";
    static final String UNKNOWN = "unknown";
    static final String OTHER = "other";
    private static final int MAX_COUNTERS = 1_000;

    private final StreamsMetrics metrics;
    private final String task;
    private final Map<Counter, Sensor> sensors = new HashMap<>();

    private record Counter(String name, String reason, String symbol) {}

    TickCounts(StreamsMetrics metrics, String task) {
        this.metrics = metrics;
        this.task = task;
    }

    void countRejected(RejectReason reason, String symbol) {
        count(REJECTED, reason.name(), reason == RejectReason.UNKNOWN_SYMBOL ? UNKNOWN : symbol);
    }

    /** Counts a tick that is neither rejected nor simply folded into an open bar. */
    void countNoted(Admission admission, String symbol) {
        count(NOTED, admission.name(), symbol);
    }

    void countCrossed(String symbol) {
        count(CROSSED, "", symbol);
    }

    /** Takes the metrics away; the task leaves this instance. */
    void close() {
        sensors.values().forEach(metrics::removeSensor);
        sensors.clear();
    }

    private void count(String name, String reason, String symbol) {
        Counter counter = new Counter(name, reason, symbol);
        Sensor sensor = sensors.get(counter);
        if (sensor == null) {
            // The last of them are kept for the symbols that have no metric of their own.
            boolean isFull =
                    sensors.size() >= MAX_COUNTERS - RejectReason.values().length - Admission.values().length - 1;
            sensor = sensors.computeIfAbsent(isFull ? new Counter(name, reason, OTHER) : counter, this::sensor);
        }
        sensor.record();
    }

    private Sensor sensor(Counter counter) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("task-id", task);
        if (!counter.reason.isEmpty()) {
            tags.put("reason", counter.reason);
        }
        tags.put("symbol", counter.symbol);
        Sensor sensor = metrics.addSensor(
                String.join("|", GROUP, task, counter.name, counter.reason, counter.symbol),
                Sensor.RecordingLevel.INFO);
        sensor.add(new MetricName(counter.name, GROUP, describe(counter.name), tags), new CumulativeCount());
        return sensor;
    }

    private static String describe(String name) {
        return switch (name) {
            case REJECTED -> "Ticks that made no bar, by reason and symbol";
            case NOTED ->
                "Ticks that were a duplicate, corrected a closed bar, or are of no account, by reason and symbol";
            default -> "Quotes whose bid was above their ask, that passed";
        };
    }
}
