package io.candlewick.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * How large the site is, what goes wrong on it, and for how long.
 *
 * @param seed what the faults and the market are drawn from
 * @param time how long faults go on; setting up and checking come on top
 * @param most how many faults at most
 * @param faults what may go wrong
 * @param brokers one, or three that keep everything three times
 * @param instances instances of the streams application
 * @param standbys warm copies of the state on other instances
 * @param sessionTimeout after how long without a heartbeat an instance counts as dead
 * @param symbols how many symbols the market has
 * @param speed seconds of event time a second
 * @param rate ticks a second, about
 * @param bound how long after a fault's end bars and rows may take to flow again
 * @param keep where everything is kept; without it a directory that goes if all is well
 */
public record ChaosOptions(
        long seed,
        Duration time,
        int most,
        List<FaultKind> faults,
        int brokers,
        int instances,
        int standbys,
        Duration sessionTimeout,
        int symbols,
        int speed,
        int rate,
        Duration bound,
        Optional<Path> keep) {

    /** Most instances at any time: so many addresses are prepared. */
    static final int MOST_INSTANCES = 8;

    private static final int MOST_SYMBOLS = 100_000;
    private static final int MOST_FAULTS = 10_000;
    private static final Duration LEAST_SESSION = Duration.ofSeconds(1);

    /** Copies the list and checks the bounds. */
    public ChaosOptions {
        faults = List.copyOf(faults);
        check(brokers == 1 || brokers == 3, "--brokers must be 1 or 3, not " + brokers);
        check(instances >= 1 && instances <= MOST_INSTANCES, "--instances must be 1 to " + MOST_INSTANCES);
        check(standbys >= 0 && standbys < Math.max(2, instances), "--standbys must be less than --instances");
        check(symbols >= 1 && symbols <= MOST_SYMBOLS, "--symbols must be 1 to " + MOST_SYMBOLS);
        check(speed >= 1 && rate >= 1, "--speed and --rate must be at least 1");
        check(!time.isNegative() && !bound.isNegative(), "times must not be negative");
        check(sessionTimeout.compareTo(LEAST_SESSION) >= 0, "--session-timeout must be at least 1s");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * A site of usual size on which everything may go wrong.
     *
     * @param seed what faults and market are drawn from
     * @param time how long faults go on
     * @return options to adapt
     */
    public static ChaosOptions of(long seed, Duration time) {
        return new ChaosOptions(
                seed,
                time,
                MOST_FAULTS,
                List.copyOf(EnumSet.allOf(FaultKind.class)),
                3,
                2,
                1,
                Duration.ofSeconds(10),
                24,
                120,
                1_000,
                Duration.ofSeconds(90),
                Optional.empty());
    }
}
