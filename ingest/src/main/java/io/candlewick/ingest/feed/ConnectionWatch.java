package io.candlewick.ingest.feed;

import java.time.Duration;

/**
 * Watches one connection after another for the two ways a feed dies without a word: half open, so that nothing comes and a ping is not
 * answered, and up but silent although a market is open.
 *
 * <p><b>Units</b>: microseconds since the epoch. <b>Thread</b>: the runner's.
 */
final class ConnectionWatch {

    /** No time. */
    static final long NEVER = Long.MIN_VALUE;

    /* Where a market is open and quiet all the same, each new connection is given twice the patience of the one before. */
    private static final int MOST_DATA_DOUBLINGS = 5;

    private final long pingAfterUs;
    private final long pongTimeoutUs;
    private final long dataTimeoutUs;
    private long lastReadUs = NEVER;
    private long lastTickUs = NEVER;
    private long pingSentUs = NEVER;
    private int silences;

    ConnectionWatch(FeedConfig config) {
        this.pingAfterUs = us(config.pingAfter());
        this.pongTimeoutUs = us(config.pongTimeout());
        this.dataTimeoutUs = us(config.dataTimeout());
    }

    /** A connection is made anew. */
    void connecting(long nowUs) {
        lastReadUs = nowUs;
        pingSentUs = NEVER;
    }

    /** Something came. */
    void read(long nowUs) {
        lastReadUs = nowUs;
    }

    /** A tick came. */
    void tick(long nowUs) {
        lastTickUs = nowUs;
        silences = 0;
    }

    /** A ping was answered: when it was sent, {@link #NEVER} if none was. */
    long answered() {
        long sentUs = pingSentUs;
        pingSentUs = NEVER;
        return sentUs;
    }

    /** Whether nothing came for so long that a ping is due; it is then taken as sent. */
    boolean isToPing(long nowUs) {
        boolean isDue = pingSentUs == NEVER && nowUs - lastReadUs > pingAfterUs;
        if (isDue) {
            pingSentUs = nowUs;
        }
        return isDue;
    }

    /** Whether a ping has not been answered, and nothing else has come, for too long. */
    boolean isHalfOpen(long nowUs) {
        return pingSentUs != NEVER && nowUs - Math.max(pingSentUs, lastReadUs) > pongTimeoutUs;
    }

    /** Since when no tick came on a connection that has been live since a time. */
    long quietSinceUs(long liveSinceUs) {
        return Math.max(lastTickUs, liveSinceUs);
    }

    /** How long no tick may come while a market is open. */
    Duration patience() {
        return Duration.ofNanos((dataTimeoutUs << silences) * 1_000);
    }

    /** The patience is at its end. */
    void silent() {
        silences = Math.min(MOST_DATA_DOUBLINGS, silences + 1);
    }

    private static long us(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
