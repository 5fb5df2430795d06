package io.candlewick.streams.domain.bar;

import java.time.Duration;

/**
 * What in the making of bars goes by the wall clock. None of it decides what a bar is: that is for the log.
 *
 * @param feedTimeout after how long a feed that says nothing is marked as silent; zero: never
 * @param formingPerSecond how often a second the open bars of a symbol are said at most; zero: never
 */
public record WallClockRules(Duration feedTimeout, int formingPerSecond) {

    private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);
    private static final int MOST_FORMING = 50;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if the timeout is under a second and not zero, or the rate is out of bounds
     */
    public WallClockRules {
        if (!feedTimeout.isZero() && feedTimeout.compareTo(LEAST_TIMEOUT) < 0) {
            throw new IllegalArgumentException("feed timeout=" + feedTimeout + " must be 0s (never) or at least 1s");
        }
        if (formingPerSecond < 0 || formingPerSecond > MOST_FORMING) {
            throw new IllegalArgumentException(
                    "forming bars per second=" + formingPerSecond + " must be 0 (never) to " + MOST_FORMING);
        }
    }
}
