package io.candlewick.streams.config;

import io.candlewick.avro.BarSource;
import io.candlewick.contract.Topics;
import java.util.Locale;

/**
 * One of the two bindings of the topology. Lanes share neither topics nor consumer groups nor threads, so that years of history never
 * delay a live bar.
 */
public enum Lane {
    /** Ticks as they happen. */
    LIVE(Topics.TICKS_LIVE.name(), Topics.BARS_REPAIR.name(), BarSource.LIVE, false),
    /** Ticks of the past, in sessions that may go back in time. */
    HISTORY(Topics.TICKS_HISTORY.name(), Topics.BARS_VENDOR.name(), BarSource.REPAIRED, true);

    private final String ticksTopic;
    private final String vendorBarsTopic;
    private final BarSource source;
    private final boolean startsAnew;

    Lane(String ticksTopic, String vendorBarsTopic, BarSource source, boolean startsAnew) {
        this.ticksTopic = ticksTopic;
        this.vendorBarsTopic = vendorBarsTopic;
        this.source = source;
        this.startsAnew = startsAnew;
    }

    /**
     * Reads a lane's name.
     *
     * @param text {@code live} or {@code history}
     * @return the lane
     * @throws IllegalArgumentException if there is no such lane
     */
    public static Lane parse(String text) {
        for (Lane lane : values()) {
            if (lane.code().equals(text)) {
                return lane;
            }
        }
        throw new IllegalArgumentException("lane='" + text + "' is neither live nor history");
    }

    /**
     * The lane's name in settings and application ids.
     *
     * @return {@code live} or {@code history}
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Where its ticks come from.
     *
     * @return the topic's name
     */
    public String ticksTopic() {
        return ticksTopic;
    }

    /**
     * Where bars come from that vendors made.
     *
     * @return the topic's name
     */
    public String vendorBarsTopic() {
        return vendorBarsTopic;
    }

    /**
     * What its bars are called.
     *
     * @return LIVE or REPAIRED
     */
    public BarSource source() {
        return source;
    }

    /**
     * Whether a feed that starts again forgets what it had said of the symbol.
     *
     * @return true for history, where a replay may be repeated
     */
    public boolean startsAnew() {
        return startsAnew;
    }
}
