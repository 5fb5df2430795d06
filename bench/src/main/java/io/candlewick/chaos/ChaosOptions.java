package io.candlewick.chaos;

import static io.candlewick.chaos.SiteSize.check;

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
 * @param most how many incidents at most
 * @param faults what may go wrong
 * @param atOnce how many faults make an incident, 1 or 2
 * @param site how many processes there are
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
        int atOnce,
        SiteSize site,
        int symbols,
        int speed,
        int rate,
        Duration bound,
        Optional<Path> keep) {

    private static final int MOST_SYMBOLS = 100_000;
    private static final int MOST_FAULTS = 10_000;

    /** Copies the list and checks the bounds. */
    public ChaosOptions {
        faults = List.copyOf(faults);
        check(atOnce == 1 || atOnce == 2, "--at-once must be 1 or 2, not " + atOnce);
        check(symbols >= 1 && symbols <= MOST_SYMBOLS, "--symbols must be 1 to " + MOST_SYMBOLS);
        check(speed >= 1 && rate >= 1, "--speed and --rate must be at least 1");
        check(!time.isNegative() && !bound.isNegative(), "times must not be negative");
        for (FaultKind fault : faults) {
            check(
                    site.hasTables() || !fault.victim().isBehindTables(),
                    "--faults " + fault + " needs databases: --workers must be at least 1");
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
                1,
                SiteSize.usual(),
                24,
                120,
                1_000,
                Duration.ofSeconds(90),
                Optional.empty());
    }
}
