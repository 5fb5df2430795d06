package io.candlewick.streams.domain.bar;

import io.candlewick.market.Bar;

/** Hears of every bar that closes or is corrected, in the order in which they are to be said. */
public interface BarListener {

    /**
     * A bar closed or was corrected.
     *
     * @param bar the bar
     * @param lineage which ticks made it
     */
    void said(Bar bar, Lineage lineage);

    /**
     * The offsets of a bar's ticks in their partition.
     *
     * @param firstOffset the least
     * @param lastOffset the greatest
     */
    record Lineage(long firstOffset, long lastOffset) {}
}
