package io.candlewick.ingest.gap;

import io.candlewick.config.Settings;
import io.candlewick.market.Timeframe;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How holes are looked for.
 *
 * @param every how often
 * @param lookBack how far back from now; never further than a source answers
 * @param settle how long after its end a bar is expected in the table
 * @param retry how long a failed download is left alone
 * @param timeframes which series of a symbol, finest first
 */
public record GapConfig(
        Duration every, Duration lookBack, Duration settle, Duration retry, List<Timeframe> timeframes) {

    /** How often holes are looked for. */
    public static final String EVERY = "CANDLEWICK_GAP_AUDIT_EVERY";
    /** How far back. */
    public static final String LOOK_BACK = "CANDLEWICK_GAP_LOOK_BACK";
    /** How long after its end a bar is expected. */
    public static final String SETTLE = "CANDLEWICK_GAP_SETTLE";
    /** How long a failed download is left alone. */
    public static final String RETRY = "CANDLEWICK_GAP_RETRY";
    /** Which series. */
    public static final String TIMEFRAMES = "CANDLEWICK_GAP_TIMEFRAMES";

    /** Sorts the timeframes. */
    public GapConfig {
        timeframes = timeframes.stream().sorted().toList();
    }

    /**
     * Reads the configuration; faults stay with the settings.
     *
     * @param settings where to read
     * @return the configuration
     */
    public static GapConfig from(Settings settings) {
        GapConfig config = new GapConfig(
                settings.duration(EVERY, Duration.ofMinutes(15)),
                settings.duration(LOOK_BACK, Duration.ofDays(7)),
                settings.duration(SETTLE, Duration.ofMinutes(2)),
                settings.duration(RETRY, Duration.ofHours(6)),
                settings.value(
                        TIMEFRAMES,
                        Timeframe.STANDARD,
                        text -> Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .map(Timeframe::parse)
                                .toList()));
        if (config.every.isZero()) {
            settings.fault(EVERY + "=" + config.every + " must be longer than nothing");
        }
        if (config.lookBack.compareTo(config.settle) <= 0) {
            settings.fault(LOOK_BACK + "=" + config.lookBack + " must be longer than " + SETTLE + "=" + config.settle);
        }
        return config;
    }
}
