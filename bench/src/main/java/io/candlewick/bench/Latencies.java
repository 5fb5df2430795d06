package io.candlewick.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;

/** Times of many events of one kind; bounded by what a measurement can see. */
public final class Latencies {

    private static final double NANOS_PER_MS = 1e6;

    private long[] nanos = new long[1024];
    private int count;

    /** Nothing yet. */
    public Latencies() {}

    /**
     * Adds one.
     *
     * @param latencyNanos how long it took
     */
    public void add(long latencyNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = latencyNanos;
    }

    /** Adds those of another. */
    void addAll(Latencies others) {
        for (int index = 0; index < others.count; index++) {
            add(others.nanos[index]);
        }
    }

    /**
     * How many there are.
     *
     * @return the number
     */
    public int count() {
        return count;
    }

    /**
     * The least time that so many percent of all did not exceed.
     *
     * @param percent of all
     * @return milliseconds
     */
    public double percentileMs(double percent) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * count) - 1;
        return count == 0 ? Double.NaN : sorted[Math.max(0, Math.min(rank, count - 1))] / NANOS_PER_MS;
    }

    void print(String name, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "  %-28s %8d %10.1f %10.1f %10.1f%n",
                name,
                count,
                percentileMs(50),
                percentileMs(99),
                percentileMs(100));
    }

    void addTo(ObjectNode node) {
        node.put("bars", count)
                .put("p50_ms", percentileMs(50))
                .put("p99_ms", percentileMs(99))
                .put("max_ms", percentileMs(100));
    }
}
