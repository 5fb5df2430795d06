package io.candlewick.connect.sink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubles from the least to the longest pause, each with a random part, so that many tasks
 * do not come back to a database at one moment.
 *
 * <p><b>Shape</b>: between half of and the whole {@code min(least * 2^(attempt - 1), longest)}.
 *
 * @param least the first pause
 * @param longest no pause is longer
 * @param random where the random part comes from
 */
public record Backoff(Duration least, Duration longest, RandomGenerator random) {

    private static final int MAX_DOUBLINGS = 30;

    /**
     * The pause after a number of failed attempts.
     *
     * @param attempts how many failed, at least 1
     * @return milliseconds, at least 1
     */
    public long pauseMs(int attempts) {
        long doubled = least.toMillis() << Math.min(attempts - 1, MAX_DOUBLINGS);
        long ceiling = Math.max(2, Math.min(doubled, longest.toMillis()));
        return ceiling / 2 + random.nextLong(ceiling - ceiling / 2 + 1);
    }
}
