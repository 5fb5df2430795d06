package io.candlewick.connect.sink;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a sink task measures: the names in JMX, those in Prometheus' format, and what they mean. One place for the code and the documentation. */
public final class SinkMeasures {

    /** Upper bounds of the histogram of ages at storing, in milliseconds. */
    static final long[] AGE_BOUNDS_MS = {
        25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 600_000, 3_600_000
    };

    /** Start of the names of the histogram's counters in JMX; a bound in milliseconds follows. */
    static final String STORED_WITHIN = "batches-stored-within-ms-";

    private static final String AGE = "candlewick_sink_stored_age_seconds";
    private static final String AGE_COUNT = "batch-count";
    private static final String AGE_SUM = "stored-age-ms-total";
    private static final double MS_PER_SECOND = 1_000;

    /**
     * A measure.
     *
     * @param exported its name in Prometheus' format
     * @param meaning what it says
     */
    record Measure(String exported, String meaning) {}

    /**
     * How a measure is written for Prometheus.
     *
     * @param family the name its kind is stated for
     * @param name of the sample
     * @param labels beside connector and task
     * @param factor what the number is multiplied with
     */
    public record Exported(String family, String name, Map<String, String> labels, double factor) {}

    /** By name in JMX. */
    static final Map<String, Measure> ALL = all();

    private SinkMeasures() {}

    private static Map<String, Measure> all() {
        Map<String, Measure> all = new LinkedHashMap<>();
        all.put(
                "circuit-breaker-state",
                new Measure("", "closed: writing; open: waiting after a failure; half-open: trying again"));
        all.put(
                "circuit-breaker-closed",
                new Measure("candlewick_sink_circuit_closed", "1 if the circuit breaker is closed, 0 otherwise"));
        all.put(
                "retry-count",
                new Measure("candlewick_sink_retries_total", "attempts that failed and were or will be made again"));
        all.put(
                "record-count",
                new Measure(
                        "candlewick_sink_records_total",
                        "records that are written or were refused, heartbeats included"));
        all.put(AGE_COUNT, new Measure("candlewick_sink_batches_total", "batches that were written"));
        all.put(
                "refused-record-count",
                new Measure("candlewick_sink_refused_records_total", "records that went to the dead-letter topic"));
        all.put(
                "expired-record-count",
                new Measure(
                        "candlewick_sink_expired_records_total",
                        "records that were older than the retention when they came, and were left out"));
        all.put(
                "last-batch-records",
                new Measure("candlewick_sink_last_batch_records", "records of the batch written last"));
        all.put(
                "last-batch-ms",
                new Measure(
                        "candlewick_sink_last_batch_milliseconds",
                        "milliseconds it took to write the batch written last"));
        all.put(
                "last-stored-age-ms",
                new Measure(
                        "candlewick_sink_last_stored_age_milliseconds",
                        "milliseconds from the broker's taking the oldest record of the batch written last to its"
                                + " being in the database"));
        all.put(AGE_SUM, new Measure(AGE + "_sum", "those of all batches together"));
        for (long bound : AGE_BOUNDS_MS) {
            all.put(
                    STORED_WITHIN + bound,
                    new Measure(
                            AGE + "_bucket",
                            "batches whose oldest record was in the database within " + bound + " ms"));
        }
        return all;
    }

    /**
     * How a measure is written for Prometheus.
     *
     * @param name in JMX
     * @return the samples, none if it is not a number
     */
    public static List<Exported> exported(String name) {
        if (name.startsWith(STORED_WITHIN)) {
            return List.of(
                    bucket(Double.toString(Long.parseLong(name.substring(STORED_WITHIN.length())) / MS_PER_SECOND)));
        }
        Measure measure = ALL.get(name);
        if (measure == null || measure.exported.isEmpty()) {
            return List.of();
        }
        Exported alone = new Exported(measure.exported, measure.exported, Map.of(), 1);
        return switch (name) {
            case AGE_SUM -> List.of(new Exported(AGE, measure.exported, Map.of(), 1 / MS_PER_SECOND));
            case AGE_COUNT -> List.of(alone, new Exported(AGE, AGE + "_count", Map.of(), 1), bucket("+Inf"));
            default -> List.of(alone);
        };
    }

    private static Exported bucket(String bound) {
        return new Exported(AGE, AGE + "_bucket", Map.of("le", bound), 1);
    }

    /**
     * Whether a family is a histogram, which has samples of several names.
     *
     * @param family its name
     * @return true for the age at storing
     */
    public static boolean isHistogram(String family) {
        return family.equals(AGE);
    }
}
