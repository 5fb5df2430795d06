package io.candlewick.market;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Names one bar: whose, of what, how long, from when.
 *
 * <p><b>Shape</b>: as text {@code tenant|symbol|timeframe|start}, the start in ISO-8601 UTC, e.g.
 * {@code system|EUR/USD|1m|2014-05-01T05:00:00Z}.
 *
 * @param tenant whose data, {@code system} by default
 * @param symbol the instrument
 * @param timeframe length of the bar
 * @param startTimeUs start of the bar, inclusive, microseconds since the epoch
 */
public record BarKey(String tenant, Symbol symbol, Timeframe timeframe, long startTimeUs) {

    /** The tenant of data that belongs to everybody. */
    public static final String SYSTEM_TENANT = "system";

    /**
     * Checks that the key's text can be read back.
     *
     * @throws IllegalArgumentException if the tenant holds a {@code |}
     */
    public BarKey {
        if (tenant.indexOf('|') >= 0) {
            throw new IllegalArgumentException("tenant='" + tenant + "' must not hold a '|'");
        }
    }

    /**
     * Reads a key from its text.
     *
     * @param text as {@link #text()} writes it
     * @return the key
     * @throws IllegalArgumentException if the text is no key
     */
    public static BarKey parse(String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("bar key='" + text + "' is not tenant|symbol|timeframe|start");
        }
        try {
            return new BarKey(
                    parts[0], Symbol.of(parts[1]), Timeframe.parse(parts[2]), Times.us(Instant.parse(parts[3])));
        } catch (DateTimeParseException badStart) {
            throw new IllegalArgumentException("bar key='" + text + "' has no ISO-8601 start", badStart);
        }
    }

    /**
     * The key as the topics carry it.
     *
     * @return {@code tenant|symbol|timeframe|start}
     */
    public String text() {
        return tenant + '|' + symbol.text() + '|' + timeframe.code() + '|' + Times.text(startTimeUs);
    }

    @Override
    public String toString() {
        return text();
    }
}
