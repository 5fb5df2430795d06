package io.candlewick.streams.domain.bar;

import io.candlewick.market.Tick;
import java.util.List;

/**
 * The trades of one symbol as they came in, with the cancels and corrections among them, by the finest bar they belong to. Kept as long as
 * bars can be corrected.
 */
public interface TradeTape {

    /**
     * Adds a trade, a cancel or a correction, unless it is a duplicate, which the caller knows.
     *
     * @param barStartUs start of its finest bar
     * @param tick the tick
     * @param offset its offset
     */
    void append(long barStartUs, Tick tick, long offset);

    /**
     * What came in of one bar.
     *
     * @param barStartUs its start
     * @return the entries in the order in which they came
     */
    List<TapeEntry> of(long barStartUs);

    /**
     * Forgets the bars that start in a span.
     *
     * @param fromUs least start, inclusive
     * @param toUs greatest start, exclusive
     */
    void forget(long fromUs, long toUs);
}
