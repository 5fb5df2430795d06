package io.candlewick.streams.store;

import io.candlewick.market.Symbol;

/**
 * Names one symbol of one tenant: the key of its instrument.
 *
 * @param tenant whose data
 * @param symbol the instrument
 */
public record SeriesKey(String tenant, Symbol symbol) {

    /**
     * The key as the stores carry it.
     *
     * @return {@code tenant|symbol}
     */
    public String text() {
        return tenant + '|' + symbol.text();
    }

    /**
     * Reads a key from its text.
     *
     * @param text as {@link #text()} writes it
     * @return the key
     */
    public static SeriesKey parse(String text) {
        int bar = text.indexOf('|');
        return new SeriesKey(text.substring(0, bar), Symbol.of(text.substring(bar + 1)));
    }
}
