package io.candlewick.ingest.venue;

import io.candlewick.market.Bar;

/** Hears what a vendor's answer holds. */
public interface BarListener {

    /**
     * A bar that passed the gate; starts never go down, and a bar of the same start as the one before replaces it.
     *
     * @param bar the bar
     */
    void bar(Bar bar);

    /**
     * A row that did not pass.
     *
     * @param reason why, one of a closed list
     * @param detail the reason in words
     * @param row the row as received, or as much of it as could be read
     */
    void rejected(RowFault reason, String detail, String row);
}
