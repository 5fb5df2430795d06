package io.candlewick.streams.store;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The series of a store that somebody asked about, and what a task tells of their changes.
 *
 * <p><b>Edges</b>: at most {@value #MOST} series. <b>Thread</b>: any follows; the task opens, closes and tells.
 */
final class FollowedSeries {

    private static final int MOST = 200_000;

    /* By prefix; null while no task works on the store. */
    private volatile @Nullable ConcurrentMap<String, SeriesChanges> byPrefix;

    void open() {
        byPrefix = new ConcurrentHashMap<>();
    }

    void close() {
        byPrefix = null;
    }

    /** Null if no task works on the store, or too many series are followed. */
    @Nullable
    SeriesChanges follow(String prefix) {
        ConcurrentMap<String, SeriesChanges> all = byPrefix;
        if (all == null || (all.size() >= MOST && !all.containsKey(prefix))) {
            return null;
        }
        return all.computeIfAbsent(prefix, unfollowed -> new SeriesChanges());
    }

    /** Bars of a span were stored. */
    void stored(String prefix, long fromUs, long untilUs) {
        SeriesChanges changes = find(prefix);
        if (changes != null) {
            changes.stored(fromUs, untilUs);
        }
    }

    /** The oldest bars, those before a time, are gone. */
    void forgotten(String prefix, long beforeUs) {
        SeriesChanges changes = find(prefix);
        if (changes != null) {
            changes.forgotten(beforeUs);
        }
    }

    /** What was read of a series may be another now. */
    void restated(String prefix) {
        SeriesChanges changes = find(prefix);
        if (changes != null) {
            changes.restated();
        }
    }

    private @Nullable SeriesChanges find(String prefix) {
        ConcurrentMap<String, SeriesChanges> all = byPrefix;
        return all == null ? null : all.get(prefix);
    }
}
