package io.candlewick.streams.store;

/**
 * What the task changed of one series while somebody keeps what they made of it: whether bars only came after the others, or the others are no
 * longer what they were.
 *
 * <p>The task changes the store first and tells it here afterwards; a reader asks for the {@link #version} first and reads the store afterwards.
 * So what a reader made under a version lacks nothing that was told under it, and what it saw too early it is told again. <b>Thread</b>: any;
 * one task tells.
 */
public final class SeriesChanges {

    /** Instead of the start of the last bar: nobody has looked yet. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    private volatile long version;
    private volatile long lastStartUs = UNKNOWN;
    private long restatedVersion;
    private long forgottenVersion;
    private long forgottenToUs = Long.MIN_VALUE;

    SeriesChanges() {}

    /**
     * Grows with each change.
     *
     * @return to be asked for before the series is read
     */
    public long version() {
        return version;
    }

    /**
     * Where the series ends.
     *
     * @return start of its last bar, the least time if it has none, or {@link #UNKNOWN}
     */
    public long lastStartUs() {
        return lastStartUs;
    }

    /**
     * A reader saw where the series ends.
     *
     * @param lastUs start of its last bar, the least time if it has none
     * @param asOfVersion the version before it looked
     */
    public synchronized void sawEnd(long lastUs, long asOfVersion) {
        if (lastStartUs == UNKNOWN && version == asOfVersion) {
            lastStartUs = lastUs;
        }
    }

    /**
     * Whether what was read of the newest bars still stands, but for bars that came after them.
     *
     * @param asOfVersion the version before it was read
     * @param firstUs start of the first bar that was read
     * @return false if it must be read anew
     */
    public synchronized boolean onlyGrewSince(long asOfVersion, long firstUs) {
        return restatedVersion <= asOfVersion && (forgottenVersion <= asOfVersion || forgottenToUs <= firstUs);
    }

    /** Bars of a span were stored. */
    synchronized void stored(long firstUs, long lastUs) {
        long next = version + 1;
        // Where the end is unknown, they may lie anywhere.
        if (lastStartUs == UNKNOWN || firstUs <= lastStartUs) {
            restatedVersion = next;
        }
        if (lastStartUs != UNKNOWN) {
            lastStartUs = Math.max(lastStartUs, lastUs);
        }
        version = next;
    }

    /** Bars that start before a time are gone, and none that starts later. */
    synchronized void forgotten(long beforeUs) {
        forgottenVersion = version + 1;
        forgottenToUs = Math.max(forgottenToUs, beforeUs);
        version = forgottenVersion;
    }

    /** Anything may be other than before. */
    synchronized void restated() {
        restatedVersion = version + 1;
        version = restatedVersion;
    }
}
