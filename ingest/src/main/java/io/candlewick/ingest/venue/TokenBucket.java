package io.candlewick.ingest.venue;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A vendor's rate limit: so many requests a period, unused ones are saved up to a burst.
 *
 * <p>Arithmetic only: {@link #take()} says how long to wait and counts the request as made. <b>Thread</b>: any; requests wait in the order
 * they were counted in.
 */
public final class TokenBucket {

    private final double nanosPerRequest;
    private final double savedNanos;
    private final LongSupplier nanoTime;
    private double freeAt;

    /**
     * A full bucket.
     *
     * @param requests how many
     * @param period in which time
     * @param burst how many at once after a pause
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    public TokenBucket(int requests, Duration period, int burst, LongSupplier nanoTime) {
        if (requests < 1 || burst < 1 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException(
                    "requests=" + requests + ", burst=" + burst + " and period=" + period + " must be positive");
        }
        this.nanosPerRequest = (double) period.toNanos() / requests;
        this.savedNanos = nanosPerRequest * (burst - 1);
        this.nanoTime = nanoTime;
        this.freeAt = nanoTime.getAsLong() - savedNanos;
    }

    /**
     * Counts a request.
     *
     * @return how long to wait before making it
     */
    public synchronized Duration take() {
        long now = nanoTime.getAsLong();
        freeAt = Math.max(freeAt, now - savedNanos);
        double wait = Math.max(0, freeAt - now);
        freeAt += nanosPerRequest;
        return Duration.ofNanos((long) wait);
    }
}
