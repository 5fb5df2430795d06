package io.candlewick.streams.domain.indicator;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Recomputes a series from a snapshot on, after earlier bars of it were corrected or added, and tells which values are others than before.
 *
 * <p>It computes the series twice from the same snapshot, with the bars as they were and as they are now, so nothing that was said has to
 * be kept. When both have come to the same state and no correction is left, the rest of the series stands as it was.
 */
public final class IndicatorReplay {

    private final IndicatorPlan plan;
    private final Listener listener;

    /** Hears of the replayed bars in their order. */
    public interface Listener {

        /**
         * A bar has other values than before, or is itself another or a new one.
         *
         * @param bar the bar as it is now
         * @param barsSeen bars of the series up to and including it
         * @param values its values; the array is used again
         */
        void changed(IndicatorBar bar, long barsSeen, double[] values);

        /**
         * A bar was replayed, changed or not: the place to take the snapshots anew.
         *
         * @param series the series after the bar; it goes on
         */
        default void replayed(IndicatorSeries series) {}
    }

    /**
     * How a replay ended.
     *
     * @param series the series after the last bar replayed
     * @param rejoined whether it came to the state it was in before: then later bars, their values and snapshots stand, and the replay
     *     stopped there
     * @param replayedBars how many bars were replayed
     */
    public record Result(IndicatorSeries series, boolean rejoined, long replayedBars) {}

    /**
     * A replay.
     *
     * @param plan the plan of the series
     * @param listener hears what changed
     */
    public IndicatorReplay(IndicatorPlan plan, Listener listener) {
        this.plan = plan;
        this.listener = listener;
    }

    /**
     * Replays.
     *
     * @param snapshot the series as it was before the first bar that changed; it is not touched
     * @param bars every bar after the snapshot as it is now, in order
     * @param before the bars that changed as they were, by their start; empty for a bar that was not there. A bar never vanishes
     * @return where it ended
     */
    public Result run(
            IndicatorSeries snapshot, Iterable<IndicatorBar> bars, NavigableMap<Long, Optional<IndicatorBar>> before) {
        IndicatorSeries was = snapshot.copy();
        IndicatorSeries is = snapshot.copy();
        double[] valuesBefore = new double[plan.columns().size()];
        double[] values = new double[plan.columns().size()];
        long lastChangeUs = before.isEmpty() ? Long.MIN_VALUE : before.lastKey();
        long replayed = 0;
        for (IndicatorBar bar : bars) {
            if (bar.startUs() > lastChangeUs && was.goesOnAs(is)) {
                return new Result(is, true, replayed);
            }
            boolean wasThere = nextBefore(was, bar, before, valuesBefore);
            is.next(bar, values);
            replayed++;
            if (!wasThere || !Arrays.equals(values, valuesBefore)) {
                listener.changed(bar, is.barsSeen(), values);
            }
            listener.replayed(is);
        }
        return new Result(is, was.goesOnAs(is), replayed);
    }

    /* Takes the bar as it was; false if it was not there or was another. */
    private static boolean nextBefore(
            IndicatorSeries was, IndicatorBar bar, Map<Long, Optional<IndicatorBar>> before, double[] values) {
        Optional<IndicatorBar> changed = before.get(bar.startUs());
        if (changed == null) {
            was.next(bar, values);
            return true;
        }
        changed.ifPresent(old -> was.next(old, values));
        return false;
    }
}
