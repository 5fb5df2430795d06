package io.candlewick.streams.domain.indicator;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * When a state of a series is kept, so that a corrected bar is replayed from near it, and how long: the older, the fewer.
 *
 * <p>A snapshot is taken every {@code everyBars} bars. One in two of them is kept twice as long, one in four four times, and so on, so
 * that the one before a bar of any age is at most twice as far from it as it is old, and their number grows with the logarithm of the bars covered.
 *
 * @param everyBars bars between two snapshots
 * @param kept how many of the newest are kept, at least 2
 * @param levels how often that is doubled: at least {@code everyBars * (kept - 1) * 2^levels} bars are covered
 */
public record SnapshotPolicy(int everyBars, int kept, int levels) {

    private static final int MAX_LEVELS = 20;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if a number is out of bounds
     */
    public SnapshotPolicy {
        if (everyBars < 1 || kept < 2 || levels < 0 || levels > MAX_LEVELS) {
            throw new IllegalArgumentException("everyBars=" + everyBars + " kept=" + kept + " levels=" + levels
                    + ": at least 1, 2 and from 0 to " + MAX_LEVELS);
        }
    }

    /**
     * Whether a snapshot is taken after a bar.
     *
     * @param barsSeen bars of the series up to and including it
     * @return true every so many bars
     */
    public boolean isDue(long barsSeen) {
        return barsSeen % everyBars == 0;
    }

    /**
     * Whether a snapshot is kept.
     *
     * @param snapshotBars bars the snapshot has seen
     * @param barsSeen bars the series has seen since
     * @return false if it is to be deleted
     */
    public boolean isKept(long snapshotBars, long barsSeen) {
        long snapshot = snapshotBars / everyBars;
        long age = barsSeen / everyBars - snapshot;
        int level = Math.min(Long.numberOfTrailingZeros(snapshot), levels);
        return age < (long) kept << level;
    }

    /**
     * Which snapshots are there after so many bars.
     *
     * @param barsSeen bars the series has seen
     * @return bars each of them has seen
     */
    public SortedSet<Long> keptAfter(long barsSeen) {
        SortedSet<Long> snapshots = new TreeSet<>();
        long oldest = Math.max(1, barsSeen / everyBars - ((long) kept << levels));
        for (long snapshot = barsSeen / everyBars; snapshot >= oldest; snapshot--) {
            if (isKept(snapshot * everyBars, barsSeen)) {
                snapshots.add(snapshot * everyBars);
            }
        }
        return snapshots;
    }
}
