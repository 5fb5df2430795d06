package io.candlewick.streams.domain.bar;

import io.candlewick.market.Timeframe;
import java.util.List;
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
     * The closed bars that start in a span.
     *
     * @param timeframe their timeframe
     * @param fromUs least start, inclusive
     * @param toUs greatest start, exclusive
     * @return the bars in their order
     */
    List<BarAccumulator> within(Timeframe timeframe, long fromUs, long toUs);

    /**
     * The last closed bar with prices that starts before a time.
     *
     * @param timeframe its timeframe
     * @param startUs the time
     * @return the bar, or null if there is none or it has expired
     */
    @Nullable
    BarAccumulator lastBefore(Timeframe timeframe, long startUs);

    /**
     * Forgets the bars of a timeframe that start in a span.
     *
     * @param timeframe their timeframe
     * @param fromUs least start, inclusive
     * @param toUs greatest start, exclusive
     */
    void forget(Timeframe timeframe, long fromUs, long toUs);
}
