package io.candlewick.streams.stored;

import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;

/**
 * The last bars of one series that start within a span of time.
 *
 * @param tenant whose data
 * @param symbol the instrument
 * @param timeframe length of the bars
 * @param fromUs least start, inclusive, microseconds since the epoch
 * @param toUs greatest start, exclusive
 * @param limit how many bars at most, the latest ones; at least 1
 */
public record SeriesRange(String tenant, Symbol symbol, Timeframe timeframe, long fromUs, long toUs, int limit) {

    /* What both databases can hold as a time: years 1900 to 2299. */
    private static final long EARLIEST_US = -2_208_988_800_000_000L;
    private static final long LATEST_US = 10_413_792_000_000_000L;

    /**
     * Cuts the span to what databases can compare with.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    public SeriesRange {
        if (limit < 1) {
            throw new IllegalArgumentException("limit=" + limit + " must be at least 1");
        }
        fromUs = Math.max(fromUs, EARLIEST_US);
        toUs = Math.min(toUs, LATEST_US);
    }

    /**
     * Whether somebody said where it begins.
     *
     * @return false if it reaches back to the first bar
     */
    public boolean hasFrom() {
        return fromUs > EARLIEST_US;
    }

    /**
     * Whether somebody said where it ends.
     *
     * @return false if it reaches to the newest bar
     */
    public boolean hasTo() {
        return toUs < LATEST_US;
    }

    /**
     * The part of it from a time on.
     *
     * @param timeUs least start
     * @return a copy
     */
    public SeriesRange from(long timeUs) {
        return new SeriesRange(tenant, symbol, timeframe, timeUs, toUs, limit);
    }
}
