package io.candlewick.ingest.download;

import io.candlewick.config.Settings;
import io.candlewick.market.Timeframe;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;

/**
 * How years of history are filled in night by night.
 *
 * @param at when a run begins, UTC; nothing: never
 * @param depth how far back
 * @param symbols how many symbols a run asks for
 * @param chunks how many chunks of a symbol a run asks for at most, so that it ends within a vendor's quota
 * @param timeframe which bars; the lane makes the coarser ones
 */
public record DeepBackfillConfig(Optional<LocalTime> at, Duration depth, int symbols, int chunks, Timeframe timeframe) {

    /** When a run begins, UTC. */
    public static final String AT = "CANDLEWICK_BACKFILL_NIGHTLY_AT";
    /** How far back. */
    public static final String DEPTH = "CANDLEWICK_BACKFILL_NIGHTLY_DEPTH";
    /** Symbols a run. */
    public static final String SYMBOLS = "CANDLEWICK_BACKFILL_NIGHTLY_SYMBOLS";
    /** Chunks of a symbol a run. */
    public static final String CHUNKS = "CANDLEWICK_BACKFILL_NIGHTLY_CHUNKS";
    /** Which bars. */
    public static final String TIMEFRAME = "CANDLEWICK_BACKFILL_NIGHTLY_TIMEFRAME";

    private static final int MOST = 10_000;

    /**
     * Reads the configuration; faults stay with the settings.
     *
     * @param settings where to read
     * @return the configuration
     */
    public static DeepBackfillConfig from(Settings settings) {
        DeepBackfillConfig config = new DeepBackfillConfig(
                settings.value(AT, Optional.empty(), text -> Optional.of(time(text))),
                settings.duration(DEPTH, Duration.ofDays(730)),
                settings.wholeNumber(SYMBOLS, 5, 1, MOST),
                settings.wholeNumber(CHUNKS, 10, 1, MOST),
                settings.value(TIMEFRAME, Timeframe.M1, Timeframe::parse));
        if (config.depth.compareTo(Duration.ofDays(2)) < 0) {
            settings.fault(DEPTH + "=" + config.depth + " must be at least 2d");
        }
        return config;
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException noTime) {
            throw new IllegalArgumentException("must be a time of day such as 02:30", noTime);
        }
    }
}
