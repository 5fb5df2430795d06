package io.candlewick.streams.domain.series;

import io.candlewick.market.Bar;
import io.candlewick.market.Timeframe;

/** The canonical bars that are kept of one symbol. */
public interface KeptBars {

    /**
     * The bars of a timeframe.
     *
     * @param timeframe the timeframe
     * @return its series
     */
    BarSeries series(Timeframe timeframe);

    /**
     * Keeps a bar, in place of the one with its key.
     *
     * @param bar the bar
     */
    void save(Bar bar);

    /**
     * Forgets the bars of a timeframe that start in a span.
     *
     * @param timeframe their timeframe
     * @param fromUs least start, inclusive
     * @param toUs greatest start, exclusive
     */
    void forget(Timeframe timeframe, long fromUs, long toUs);
}
