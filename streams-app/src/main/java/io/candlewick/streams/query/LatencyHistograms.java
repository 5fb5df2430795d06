package io.candlewick.streams.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.streams.timing.BarTimes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The histograms of {@link BarTimes} as the pipeline page draws them: how many fell between two bounds since the start. */
final class LatencyHistograms {

    private static final List<String> MEASURES = List.of(BarTimes.CLOSE_DELAY, BarTimes.LOG_TO_BAR);
    private static final double[] PERCENTILES = {0.5, 0.99};
    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry meters;

    LatencyHistograms(MeterRegistry meters) {
        this.meters = meters;
    }

    /** One object a measure, all timeframes together; none for what was never measured. */
    void addTo(ArrayNode measures) {
        for (String name : MEASURES) {
            Collection<Timer> timers = meters.find(name).timers();
            long[] below = below(timers);
            long count = timers.stream().mapToLong(Timer::count).sum();
            if (count > 0 && below.length > 0) {
                add(measures.addObject().put("measure", name.substring("candlewick.".length())), below, count);
            }
        }
    }

    /** How many were at most each bound. */
    private static long[] below(Collection<Timer> timers) {
        long[] below = new long[BarTimes.BOUNDS.size()];
        for (Timer timer : timers) {
            CountAtBucket[] buckets = timer.takeSnapshot().histogramCounts();
            for (int index = 0; index < Math.min(below.length, buckets.length); index++) {
                below[index] += (long) buckets[index].count();
            }
        }
        return below;
    }

    private static void add(ObjectNode measure, long[] below, long count) {
        measure.put("count", count);
        ArrayNode buckets = measure.putArray("buckets");
        long before = 0;
        for (int index = 0; index < below.length; index++) {
            buckets.addObject().put("until_seconds", seconds(index)).put("count", below[index] - before);
            before = below[index];
        }
        buckets.addObject().putNull("until_seconds").put("count", count - before);
        ObjectNode percentiles = measure.putObject("at_most_seconds");
        for (double percentile : PERCENTILES) {
            long rank = (long) Math.ceil(percentile * count);
            int index = (int) Arrays.stream(below).filter(some -> some < rank).count();
            String name = "p" + Math.round(percentile * 100);
            if (index < below.length) {
                percentiles.put(name, seconds(index));
            } else {
                percentiles.putNull(name);
            }
        }
    }

    private static double seconds(int index) {
        return BarTimes.BOUNDS.get(index).toNanos() / NANOS_PER_SECOND;
    }
}
