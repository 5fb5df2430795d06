package io.candlewick.ingest.generate;

import java.time.Duration;
import java.time.LocalDate;

/**
 * What market to make.
 *
 * @param seed the same seed makes the same market
 * @param weekStart the Sunday on which the week opens, at 17:00 in New York
 * @param ticksPerWeek how many quotes happen in the week, about
 * @param tenant whose data it is
 * @param feed name of the feed
 * @param heartbeatInterval how often the feed says that it lives
 * @param trailing how long the feed stays up after the Friday close
 */
public record GeneratorOptions(
        long seed,
        LocalDate weekStart,
        long ticksPerWeek,
        String tenant,
        String feed,
        Duration heartbeatInterval,
        Duration trailing) {

    /** Ticks of the demo's week. */
    public static final long DEMO_TICKS = 600_000;

    private static final long MAX_TICKS = 1_000_000_000;
    private static final Duration MAX_TRAILING = Duration.ofDays(7);
    private static final Duration WEEKEND = Duration.ofDays(2);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if one is out of bounds; the message names it
     */
    public GeneratorOptions {
        if (ticksPerWeek < 1 || ticksPerWeek > MAX_TICKS) {
            throw new IllegalArgumentException("ticks_per_week=" + ticksPerWeek + " must be from 1 to " + MAX_TICKS);
        }
        if (heartbeatInterval.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("heartbeat=" + heartbeatInterval + " must be at least 100ms");
        }
        if (trailing.isNegative() || trailing.compareTo(MAX_TRAILING) > 0) {
            throw new IllegalArgumentException("trailing=" + trailing + " must be from 0 to " + MAX_TRAILING);
        }
    }

    /**
     * The demo's market: the whole weekend after it, a heartbeat a minute.
     *
     * @param seed the seed
     * @param weekStart the Sunday on which the week opens
     * @return the options
     */
    public static GeneratorOptions demo(long seed, LocalDate weekStart) {
        return new GeneratorOptions(
                seed, weekStart, DEMO_TICKS, "system", "generator", Duration.ofSeconds(60), WEEKEND);
    }

    /**
     * The same market with more or fewer ticks.
     *
     * @param count about so many
     * @return a copy
     */
    public GeneratorOptions withTicksPerWeek(long count) {
        return new GeneratorOptions(seed, weekStart, count, tenant, feed, heartbeatInterval, trailing);
    }
}
