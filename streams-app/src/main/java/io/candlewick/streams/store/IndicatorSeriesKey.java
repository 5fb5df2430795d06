package io.candlewick.streams.store;

/**
 * Names the indicators of one symbol and timeframe.
 *
 * @param bars whose
 * @param older whether those of the bars before all that was said, which are a series of their own
 */
public record IndicatorSeriesKey(BarSeriesKey bars, boolean older) {

    private static final String OLDER = "|older";

    /**
     * The key as the store carries it.
     *
     * @return {@code tenant|symbol|timeframe}, or that and {@code |older}
     */
    public String text() {
        return older ? bars.text() + OLDER : bars.text();
    }

    /**
     * Reads a key from its text.
     *
     * @param text as {@link #text()} writes it
     * @return the key
     */
    public static IndicatorSeriesKey parse(String text) {
        boolean older = text.endsWith(OLDER);
        String bars = older ? text.substring(0, text.length() - OLDER.length()) : text;
        return new IndicatorSeriesKey(BarSeriesKey.parse(bars), older);
    }
}
