package io.candlewick.connect.sink;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which rows are older than the retention when they arrive. They are left out: the database would only delete them again, and years of
 * history on their way to the other database would cost this one as much as if it kept them.
 *
 * <p><b>Thread</b>: the task's.
 */
public final class Expiry {

    private static final long NEVER = Long.MIN_VALUE;

    private final Retention retention;
    private final InstantSource clock;
    private long ticksFromUs = NEVER;
    private long barsFromUs = NEVER;

    /**
     * Nothing is older, until {@link #look} has asked what time it is.
     *
     * @param retention how long rows are kept
     * @param clock the time
     */
    public Expiry(Retention retention, InstantSource clock) {
        this.retention = retention;
        this.clock = clock;
    }

    /** Asks what time it is; often enough, since the database deletes no more often than every few minutes. */
    void look() {
        ticksFromUs = fromUs(retention.ticks());
        barsFromUs = fromUs(retention.bars());
    }

    private long fromUs(Optional<Duration> kept) {
        return kept.map(duration -> TimeUnit.MILLISECONDS.toMicros(
                        clock.instant().minus(duration).toEpochMilli()))
                .orElse(NEVER);
    }

    /** Rows of a kind whose time is before this are left out; the least time for none. */
    long fromUs(RecordKind kind) {
        return switch (kind) {
            case TICKS -> ticksFromUs;
            case BARS, REVISIONS, INDICATORS -> barsFromUs;
            case EVENTS -> NEVER;
        };
    }
}
