package io.candlewick.ingest.venue;

import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;

/**
 * A span of one series.
 *
 * @param instrument whose bars
 * @param timeframe their length
 * @param fromUs least start, inclusive, microseconds since the epoch
 * @param toUs greatest start, exclusive
 */
public record SeriesRange(Instrument instrument, Timeframe timeframe, long fromUs, long toUs) {

    /**
     * Checks the order of the ends.
     *
     * @throws IllegalArgumentException if the span is empty
     */
    public SeriesRange {
        if (fromUs >= toUs) {
            throw new IllegalArgumentException("from=" + Times.text(fromUs) + " must be before to=" + Times.text(toUs));
        }
    }

    /**
     * Another span of the same series.
     *
     * @param newFromUs least start, inclusive
     * @param newToUs greatest start, exclusive
     * @return a copy
     */
    public SeriesRange of(long newFromUs, long newToUs) {
        return new SeriesRange(instrument, timeframe, newFromUs, newToUs);
    }

    @Override
    public String toString() {
        return instrument.symbol() + " " + timeframe + " " + Times.text(fromUs) + " to " + Times.text(toUs);
    }
}
