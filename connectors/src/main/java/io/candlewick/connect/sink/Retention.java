package io.candlewick.connect.sink;

import io.candlewick.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * How long rows are kept, counted from their event time; empty: for ever.
 *
 * <p>For ever is the default, because retention by event time deletes what a replay of old data has just loaded: a tick of 2014 is
 * older than any retention the moment it arrives. Live installations set it.
 *
 * @param ticks of ticks
 * @param bars of bars
 */
public record Retention(Optional<Duration> ticks, Optional<Duration> bars) {

    /** Everything, for ever. */
    public static final Retention FOR_EVER = new Retention(Optional.empty(), Optional.empty());

    private static final String OFF = "off";

    /**
     * Reads one of the two.
     *
     * @param text a duration such as {@code 90d}, or {@code off} or {@code 0}
     * @return the duration, empty for ever
     * @throws IllegalArgumentException if it is neither
     */
    public static Optional<Duration> parse(String text) {
        if (text.equals(OFF) || text.equals("0")) {
            return Optional.empty();
        }
        Duration duration = Settings.parseDuration(text);
        if (duration.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("must be at least 1h, or off to keep rows for ever");
        }
        return Optional.of(duration);
    }
}
