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
     * @throws IllegalArgumentException if the instant is more than 292,000 years from the epoch
     */
    public static long us(Instant instant) {
        // Near the ends the product alone overflows while the sum does not, so it is the result that is checked.
        long timeUs = instant.getEpochSecond() * US_PER_SECOND + instant.getNano() / 1_000;
        if (Math.floorDiv(timeUs, US_PER_SECOND) != instant.getEpochSecond()) {
            throw new IllegalArgumentException(
                    "time=" + instant + " is too far from 1970 to be counted in microseconds");
        }
        return timeUs;
    }
}
