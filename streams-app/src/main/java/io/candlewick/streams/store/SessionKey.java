package io.candlewick.streams.store;

import io.candlewick.market.Symbol;

/**
 * Names one symbol of one tenant in one run: the key of per-symbol state.
 *
 * <p>The live lane knows no runs. In the history lane each replay is one, so that two of them never share a clock.
 *
 * @param tenant whose data
 * @param symbol the instrument
 * @param run the replay, empty in the live lane
 */
public record SessionKey(String tenant, Symbol symbol, String run) {

    /**
     * The key as the stores carry it.
     *
     * @return {@code tenant|symbol}, and {@code #run} where there is one
     */
    public String text() {
        return run.isEmpty() ? tenant + '|' + symbol.text() : tenant + '|' + symbol.text() + '#' + run;
    }

    /**
     * Reads a key from its text.
     *
     * @param text as {@link #text()} writes it
     * @return the key
     */
    public static SessionKey parse(String text) {
        int bar = text.indexOf('|');
        // No symbol holds a '#'.
        int hash = text.indexOf('#', bar);
        return hash < 0
                ? new SessionKey(text.substring(0, bar), Symbol.of(text.substring(bar + 1)), "")
                : new SessionKey(
                        text.substring(0, bar), Symbol.of(text.substring(bar + 1, hash)), text.substring(hash + 1));
    }

    /**
     * The series, whatever the run.
     *
     * @return tenant and symbol
     */
    public SeriesKey series() {
        return new SeriesKey(tenant, symbol);
    }
}
