package io.candlewick.streams.domain.bar;

import io.candlewick.market.Timeframe;
import org.jspecify.annotations.Nullable;

/** The closed bars of one symbol that a late tick can still correct. */
public interface ClosedBars {

    /**
     * A closed bar.
     *
     * @param timeframe its timeframe
     * @param startUs its start
     * @return the bar, or null if there was none or it has expired
     */
    @Nullable
    BarAccumulator find(Timeframe timeframe, long startUs);

    /**
     * Keeps a bar that has closed or was corrected.
     *
     * @param timeframe its timeframe
     * @param bar the bar
     */
    void save(Timeframe timeframe, BarAccumulator bar);

    /**
     * Forgets the bars of a timeframe that start in a span.
     *
     * @param timeframe their timeframe
     * @param fromUs least start, inclusive
     * @param toUs greatest start, exclusive
     */
    void forget(Timeframe timeframe, long fromUs, long toUs);
}
