package io.candlewick.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can go wrong, to whom, and for how long: every fault has an end.
 *
 * <p>A name reads as action and victim, {@code kill-broker}. The bounds say between which a plan draws how long it lasts: how long a killed process
 * stays away, a stopped one stands still, a network is cut or slow, three instances run.
 */
public enum FaultKind {
    /** SIGKILL of an instance of the streams application. */
    KILL_STREAMS(Victim.STREAMS, 1, 4),
    /** SIGKILL of an instance whose disk goes too and that stays away for longer than its group waits: others must take over. */
    LOSE_STREAMS(Victim.STREAMS, 15, 25),
    /** SIGSTOP, then SIGCONT: what a long pause of a collector or of the machine does. */
    PAUSE_STREAMS(Victim.STREAMS, 2, 15),
    /** The disk with the state of an instance is full while the instance is ended and started; its supervisor goes on starting it. */
    FULL_STATE(Victim.STREAMS, 5, 15),
    /** Every instance is told to end and started again, one after the other. */
    ROLL_STREAMS(Victim.STREAMS, 1, 2),
    /** All but one instance go, then there are three, then as many as before. */
    SCALE_STREAMS(Victim.STREAMS, 5, 15),
    /** SIGKILL of a broker, which is a controller too. */
    KILL_BROKER(Victim.BROKER, 2, 8),
    /** SIGSTOP, then SIGCONT, of a broker. */
    PAUSE_BROKER(Victim.BROKER, 2, 12),
    /** Clients of one broker lose it; the brokers see one another. */
    CUT_BROKER(Victim.BROKER, 2, 10),
    /** Every answer of one broker to a client, and every request to it, comes late. */
    DELAY_BROKER(Victim.BROKER, 5, 15),
    /** Every broker is told to end and started again, one after the other. */
    ROLL_BROKER(Victim.BROKER, 1, 2),
    /** SIGKILL of a Connect worker. */
    KILL_CONNECT(Victim.CONNECT, 1, 2),
    /** SIGSTOP, then SIGCONT, of a Connect worker. */
    PAUSE_CONNECT(Victim.CONNECT, 2, 15),
    /** SIGKILL of the database server that stands for TimescaleDB. */
    KILL_TIMESCALE(Victim.TIMESCALE, 1, 2),
    /** SIGSTOP, then SIGCONT, of that server and all its processes. */
    PAUSE_TIMESCALE(Victim.TIMESCALE, 2, 12),
    /** The worker cannot reach that server. */
    CUT_TIMESCALE(Victim.TIMESCALE, 2, 12),
    /** SIGKILL of the ClickHouse engine. */
    KILL_CLICKHOUSE(Victim.CLICKHOUSE, 1, 2),
    /** SIGSTOP, then SIGCONT, of the ClickHouse engine. */
    PAUSE_CLICKHOUSE(Victim.CLICKHOUSE, 2, 12),
    /** The worker cannot reach ClickHouse. */
    CUT_CLICKHOUSE(Victim.CLICKHOUSE, 2, 12),
    /** SIGKILL of the schema registry. */
    KILL_REGISTRY(Victim.REGISTRY, 1, 2),
    /** SIGSTOP, then SIGCONT, of the schema registry. */
    PAUSE_REGISTRY(Victim.REGISTRY, 2, 12),
    /** The clock of the feed jumps: ticks from hours ahead, which must be rejected and close nothing. */
    CLOCK_FEED(Victim.FEED, 1, 2);

    /** Whom a fault befalls. */
    public enum Victim {
        /** An instance of the streams application. */
        STREAMS,
        /** A broker. */
        BROKER,
        /** A Connect worker. */
        CONNECT,
        /** The PostgreSQL or TimescaleDB server. */
        TIMESCALE,
        /** The ClickHouse engine. */
        CLICKHOUSE,
        /** The schema registry. */
        REGISTRY,
        /** What publishes ticks. */
        FEED;

        /**
         * Whether a fault of the one changes what a fault of the other does: the one speaks with the other, or somebody speaks with both.
         * What befalls a database does not change what befalls an instance.
         *
         * @param other another victim
         * @return true if a pair of faults may befall the two; never for a victim and itself
         */
        public boolean meets(Victim other) {
            return other.partners().contains(this) || partners().contains(other);
        }

        /** Whether a site without databases has none of these. */
        boolean isBehindTables() {
            return switch (this) {
                case CONNECT, TIMESCALE, CLICKHOUSE -> true;
                case STREAMS, BROKER, REGISTRY, FEED -> false;
            };
        }

        private Set<Victim> partners() {
            return switch (this) {
                case STREAMS -> EnumSet.of(BROKER, REGISTRY, FEED);
                case BROKER -> EnumSet.of(STREAMS, CONNECT, FEED);
                case CONNECT -> EnumSet.of(BROKER, TIMESCALE, CLICKHOUSE, REGISTRY);
                case TIMESCALE -> EnumSet.of(CONNECT, CLICKHOUSE);
                case CLICKHOUSE -> EnumSet.of(CONNECT, TIMESCALE);
                case REGISTRY -> EnumSet.of(STREAMS, CONNECT);
                case FEED -> EnumSet.of(STREAMS, BROKER);
            };
        }
    }

    private final Victim victim;
    private final Duration shortest;
    private final Duration longest;

    FaultKind(Victim victim, int shortestSeconds, int longestSeconds) {
        this.victim = victim;
        this.shortest = Duration.ofSeconds(shortestSeconds);
        this.longest = Duration.ofSeconds(longestSeconds);
    }

    /**
     * Whom it befalls.
     *
     * @return the victim
     */
    public Victim victim() {
        return victim;
    }

    /**
     * The least it lasts.
     *
     * @return a positive time
     */
    public Duration shortest() {
        return shortest;
    }

    /**
     * The most it lasts.
     *
     * @return a time not less than {@link #shortest}
     */
    public Duration longest() {
        return longest;
    }

    /**
     * The name in options and tables.
     *
     * @return e.g. {@code kill-broker}
     */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The fault of that name.
     *
     * @param title as {@link #title()}
     * @return the kind
     * @throws IllegalArgumentException if there is none; it names them all
     */
    public static FaultKind ofTitle(String title) {
        return Arrays.stream(values())
                .filter(kind -> kind.title().equals(title.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + title + "' is no fault; there are " + titles(List.of(values()))));
    }

    /**
     * The names of some faults.
     *
     * @param kinds the faults
     * @return names, separated by commas
     */
    public static String titles(Iterable<FaultKind> kinds) {
        return java.util.stream.StreamSupport.stream(kinds.spliterator(), false)
                .map(FaultKind::title)
                .collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return title();
    }
}
