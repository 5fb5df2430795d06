package io.candlewick.streams.store;

import io.candlewick.market.BarKey;
import io.candlewick.market.Timeframe;

/**
 * Names the bars of one symbol and timeframe.
 *
 * @param symbol tenant and symbol
 * @param timeframe length of the bars
 */
public record BarSeriesKey(SeriesKey symbol, Timeframe timeframe) {

    /**
     * The series a bar belongs to.
     *
     * @param key the bar's key
     * @return tenant, symbol and timeframe
     */
    public static BarSeriesKey of(BarKey key) {
        return new BarSeriesKey(new SeriesKey(key.tenant(), key.symbol()), key.timeframe());
    }

    /**
     * Key of the bar of this series that starts at a time.
     *
     * @param startUs the start
     * @return the bar's key
     */
    public BarKey at(long startUs) {
        return new BarKey(symbol.tenant(), symbol.symbol(), timeframe, startUs);
    }

    /**
     * The key as the stores carry it.
     *
     * @return {@code tenant|symbol|timeframe}
     */
    public String text() {
        return symbol.text() + '|' + timeframe.code();
    }

    /**
     * Reads a key from its text.
     *
     * @param text as {@link #text()} writes it
     * @return the key
     */
    public static BarSeriesKey parse(String text) {
        int bar = text.lastIndexOf('|');
        return new BarSeriesKey(SeriesKey.parse(text.substring(0, bar)), Timeframe.parse(text.substring(bar + 1)));
    }
}
