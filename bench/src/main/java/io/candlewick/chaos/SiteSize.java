package io.candlewick.chaos;

import io.candlewick.streams.config.Lane;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many processes a site has, and how they are set up.
 *
 * @param brokers one, or three that keep everything three times
 * @param workers Connect workers of one group; 0 for a site without databases
 * @param instances instances of the streams application
 * @param standbys warm copies of the state on other instances
 * @param sessionTimeout after how long without a heartbeat an instance counts as dead
 * @param lanes what each instance runs, the live lane among them
 */
public record SiteSize(
        int brokers, int workers, int instances, int standbys, Duration sessionTimeout, Set<Lane> lanes) {

    /** Most instances at any time: so many addresses are prepared. */
    static final int MOST_INSTANCES = 8;

    private static final int MOST_WORKERS = 4;
    private static final Duration LEAST_SESSION = Duration.ofSeconds(1);

    /** Copies the set and checks the bounds. */
    public SiteSize {
        lanes = Set.copyOf(lanes);
        check(brokers == 1 || brokers == 3, "--brokers must be 1 or 3, not " + brokers);
        check(workers >= 0 && workers <= MOST_WORKERS, "--workers must be 0 to " + MOST_WORKERS);
        check(instances >= 1 && instances <= MOST_INSTANCES, "--instances must be 1 to " + MOST_INSTANCES);
        check(standbys >= 0 && standbys < Math.max(2, instances), "--standbys must be less than --instances");
        check(sessionTimeout.compareTo(LEAST_SESSION) >= 0, "--session-timeout must be at least 1s");
        check(lanes.contains(Lane.LIVE), "--lanes must name live: its bars show how soon all is well again");
    }

    /**
     * Three brokers, two workers, two instances with a standby each.
     *
     * @return the usual size
     */
    public static SiteSize usual() {
        return new SiteSize(3, 2, 2, 1, Duration.ofSeconds(10), Set.of(Lane.LIVE));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s, %s, %s of %s, %s, session timeout %.1f s",
                counted(brokers, "broker"),
                counted(workers, "worker"),
                counted(instances, "instance"),
                lanes.stream().map(Lane::code).sorted().collect(Collectors.joining(" and ")),
                counted(standbys, "standby"),
                sessionTimeout.toMillis() / 1e3);
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** Whether there are databases, and workers that write to them. */
    boolean hasTables() {
        return workers > 0;
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
