package io.candlewick.market;

import java.time.Instant;

/** Turns the microseconds of our records into {@link Instant}s and back. */
public final class Times {

    private static final long US_PER_SECOND = 1_000_000L;

    private Times() {}

    /**
     * The instant of a count of microseconds.
     *
     * @param timeUs microseconds since the epoch, negative before it
     * @return the instant
     */
    public static Instant instant(long timeUs) {
        return Instant.ofEpochSecond(
                Math.floorDiv(timeUs, US_PER_SECOND), Math.floorMod(timeUs, US_PER_SECOND) * 1_000L);
    }

    /**
     * Microseconds of an instant; finer parts are cut off.
     *
     * @param instant the instant
     * @return microseconds since the epoch
     */
    public static long us(Instant instant) {
        return instant.getEpochSecond() * US_PER_SECOND + instant.getNano() / 1_000;
    }
}
