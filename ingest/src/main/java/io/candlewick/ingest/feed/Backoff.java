package io.candlewick.ingest.feed;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long after each failure, up to a bound, less a random part so that many clients do not
 * come back at once. Never ends. <b>Thread</b>: one.
 */
final class Backoff {

    private static final int MOST_DOUBLINGS = 30;

    private final Duration least;
    private final Duration most;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration least, Duration most, RandomGenerator random) {
        this.least = least;
        this.most = most;
        this.random = random;
    }

    /** From half of the full time to all of it. */
    Duration next() {
        long fullMs = Math.min(most.toMillis(), least.toMillis() << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        // A shift of many places may have lost the number.
        long boundedMs = fullMs <= 0 ? most.toMillis() : fullMs;
        return Duration.ofMillis(boundedMs / 2 + (long) (random.nextDouble() * (boundedMs - boundedMs / 2)));
    }

    void reset() {
        failures = 0;
    }

    int failures() {
        return failures;
    }
}
