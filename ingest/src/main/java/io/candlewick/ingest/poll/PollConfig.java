package io.candlewick.ingest.poll;

import io.candlewick.config.Settings;
import io.candlewick.market.Timeframe;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How sources without a stream are asked.
 *
 * @param sources which vendors, in the order they are tried; none: nothing is polled
 * @param whileOpen how often while the market is open
 * @param whileClosed how often while it is closed
 * @param lookBack how far back the first question goes
 * @param settle how long after its end a bar is taken for final
 * @param timeframe which bars
 */
public record PollConfig(
        List<String> sources,
        Duration whileOpen,
        Duration whileClosed,
        Duration lookBack,
        Duration settle,
        Timeframe timeframe) {

    /** Which vendors. */
    public static final String SOURCES = "CANDLEWICK_POLL_SOURCES";
    /** How often while the market is open. */
    public static final String WHILE_OPEN = "CANDLEWICK_POLL_EVERY";
    /** How often while it is closed. */
    public static final String WHILE_CLOSED = "CANDLEWICK_POLL_EVERY_CLOSED";
    /** How far back the first question goes. */
    public static final String LOOK_BACK = "CANDLEWICK_POLL_LOOK_BACK";
    /** How long after its end a bar is final. */
    public static final String SETTLE = "CANDLEWICK_POLL_SETTLE";

    /**
     * Reads the configuration; faults stay with the settings.
     *
     * @param settings where to read
     * @return the configuration
     */
    public static PollConfig from(Settings settings) {
        PollConfig config = new PollConfig(
                Arrays.stream(settings.text(SOURCES, "").split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                settings.duration(WHILE_OPEN, Duration.ofMinutes(1)),
                settings.duration(WHILE_CLOSED, Duration.ofMinutes(15)),
                settings.duration(LOOK_BACK, Duration.ofHours(1)),
                settings.duration(SETTLE, Duration.ofSeconds(10)),
                Timeframe.M1);
        if (config.whileOpen.isZero() || config.whileClosed.isZero()) {
            settings.fault(WHILE_OPEN + " and " + WHILE_CLOSED + " must be longer than nothing");
        }
        return config;
    }
}
