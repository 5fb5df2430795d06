package io.candlewick.streams.domain.bar;

import io.candlewick.avro.GapReason;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;

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
     * A cancel or a correction came for a trade that is not kept any more, or never was: the bar must be had from elsewhere.
     *
     * @param tick the cancel or correction
     * @param offset its offset
     * @param finest the finest timeframe
     * @param startUs start of the finest bar
     * @param endUs its end
     */
    void unretained(Tick tick, long offset, Timeframe finest, long startUs, long endUs);

    /**
     * There are no bars for a while, and why.
     *
     * @param first key of the first missing bar
     * @param toUs end of the last missing bar, exclusive
     * @param reason why
     * @param missingBars how many
     */
    void gap(BarKey first, long toUs, GapReason reason, int missingBars);

    /**
     * An open bar as it stands.
     *
     * @param bar the bar
     */
    void forming(Bar bar);

    /**
     * What is known of a bar's ticks beside their prices: it travels in headers, because it depends on how they were partitioned.
     *
     * @param firstOffset the least offset in their partition
     * @param lastOffset the greatest
     * @param crossedTicks how many of them were quotes whose ask was below their bid
     */
    record Lineage(long firstOffset, long lastOffset, long crossedTicks) {}
}
