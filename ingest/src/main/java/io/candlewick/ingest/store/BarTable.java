package io.candlewick.ingest.store;

import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import java.io.IOException;

/** The table of all bars there are. */
public interface BarTable {

    /**
     * A span of one series.
     *
     * @param tenant whose bars
     * @param symbol of what
     * @param timeframe their length
     * @param fromUs least start, inclusive
     * @param toUs greatest start, exclusive
     */
    record Span(String tenant, Symbol symbol, Timeframe timeframe, long fromUs, long toUs) {}

    /** Hears the rows of a span. */
    interface Visitor {

        /**
         * A row.
         *
         * @param startUs the bar's start
         * @param open its open
         * @param high its high
         * @param low its low
         * @param close its close
         * @param volume its volume
         * @param version rank and revision, see {@link io.candlewick.market.Bar#version()}
         */
        void row(long startUs, double open, double high, double low, double close, double volume, long version);
    }

    /**
     * Reads a span, every key once.
     *
     * @param span the span
     * @param visitor hears the rows, ascending
     * @throws IOException if the table cannot be read; one line
     * @throws InterruptedException if the thread is to end
     */
    void read(Span span, Visitor visitor) throws IOException, InterruptedException;

    /**
     * Counts the bars of a span.
     *
     * @param span the span
     * @return how many keys it holds
     * @throws IOException if the table cannot be read; one line
     * @throws InterruptedException if the thread is to end
     */
    long count(Span span) throws IOException, InterruptedException;
}
