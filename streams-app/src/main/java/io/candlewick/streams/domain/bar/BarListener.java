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
     * What is known of a bar's ticks beside their prices: it travels in headers, because it depends on how they were partitioned.
     *
     * @param firstOffset the least offset in their partition
     * @param lastOffset the greatest
     * @param crossedTicks how many of them were quotes whose ask was below their bid
     */
    record Lineage(long firstOffset, long lastOffset, long crossedTicks) {}
}
