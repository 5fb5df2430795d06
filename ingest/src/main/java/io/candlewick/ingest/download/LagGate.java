package io.candlewick.ingest.download;

import java.util.Map;

/**
 * Backpressure: closes when a reader is further behind than a bound, and opens again when all are behind less than half of it.
 *
 * <p>Between two measurements what was published since the last one counts as lag, so that the bound holds however seldom is measured.
 * Only history waits here; short holes of the live lane never do. <b>Thread</b>: any.
 */
final class LagGate {

    private final long bound;
    private Map<String, Long> measured = Map.of();
    private long publishedSince;
    private boolean closed;
    private long pauses;

    LagGate(long bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound=" + bound + " must be at least 1");
        }
        this.bound = bound;
    }

    /** Takes a measurement. */
    synchronized void measured(Map<String, Long> lags) {
        measured = Map.copyOf(lags);
        publishedSince = 0;
        decide();
        notifyAll();
    }

    /** Counts what was published. */
    synchronized void published(long records) {
        publishedSince += records;
        decide();
    }

    private void decide() {
        long lag = lag();
        if (!closed && lag >= bound) {
            closed = true;
            pauses++;
        } else if (closed && lag < bound / 2) {
            closed = false;
        }
    }

    /** Waits until the gate is open. */
    synchronized void await() throws InterruptedException {
        while (closed) {
            wait();
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Lag of the reader that is furthest behind, with what was published since it was measured. */
    synchronized long lag() {
        return measured.values().stream().mapToLong(Long::longValue).max().orElse(0) + publishedSince;
    }

    /** How often the gate has closed. */
    synchronized long pauses() {
        return pauses;
    }

    /** Who is behind most, for an operator. */
    synchronized String furthest() {
        return measured.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(reader -> reader.getKey() + " is " + reader.getValue() + " records behind")
                .orElse("nobody is behind");
    }
}
