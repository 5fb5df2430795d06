package io.candlewick.streams.domain.indicator;

import io.candlewick.market.Bar;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the indicators of one symbol and timeframe right: takes its canonical bars in any order and says the values that are new or others
 * than before.
 *
 * <p>A bar after all others is computed and said at once. One that was corrected, or inserted between others, is only noted; {@link #settle}
 * then replays the series from the last snapshot before the first of them, once for all that came in the meantime. So a delivery of a
 * thousand bars into a series costs a few replays and not a thousand.
 *
 * <p>A year that comes after a later one has too many bars between it and the last one to be replayed. Bars before all that was ever said
 * are therefore also taken by a series of their own, the older one: where no replay reaches, its values are said.
 *
 * <p><b>Thread</b>: the task's. <b>Cost</b>: a bar in order as {@link IndicatorSeries#next}; a replay reads the bars since its snapshot.
 */
public final class SeriesIndicators {

    /** Corrections are settled at the latest when there are as many. */
    public static final int MAX_CORRECTIONS = 1_000;

    private final IndicatorPlan plan;
    private final SnapshotPolicy policy;
    private final Surroundings around;
    private final Listener listener;
    private final double[] values;
    /* Not part of the state: after a restart the next replay that does not reach tells it again. */
    private boolean olderSpeaks;

    /** The canonical bars of the series, as they are now. */
    public interface Bars {

        /**
         * The bars that start in a span.
         *
         * @param fromUs least start, inclusive
         * @param toUs greatest start, exclusive
         * @return the bars that are still kept, earliest first
         */
        List<Bar> range(long fromUs, long toUs);
    }

    /** The snapshots of the series. */
    public interface Snapshots {

        /**
         * The last one that has seen no bar that starts at or after a time.
         *
         * @param startUs the time
         * @return a series that may be changed, or null if there is none
         */
        @Nullable
        IndicatorSeries before(long startUs);

        /**
         * Keeps a series as it is now, and forgets those that the policy no longer keeps.
         *
         * @param series the series
         */
        void save(IndicatorSeries series);

        /**
         * Forgets those that have seen a bar that starts at or after a time.
         *
         * @param startUs the time
         */
        void forgetFrom(long startUs);
    }

    /** Where the series of the bars before all that was said is kept. */
    public interface Older {

        /**
         * How far it has come.
         *
         * @return null if there never was such a bar
         */
        @Nullable
        SeriesProgress get();

        /**
         * Keeps it as it is now.
         *
         * @param older how far it has come
         */
        void put(SeriesProgress older);
    }

    /** Hears of values. */
    public interface Listener {

        /**
         * A bar has values that are new or others than before.
         *
         * @param bar the bar
         * @param barsSeen bars of the series up to and including it
         * @param values one a column of the plan, NaN where absent; used again for the next
         */
        void said(Bar bar, long barsSeen, double[] values);

        /**
         * Bars were corrected that lie before all that can be replayed: the values after them stay as they are.
         *
         * @param firstStartUs start of the first of them
         * @param bars how many
         */
        void outOfReach(long firstStartUs, int bars);
    }

    /**
     * What the series works with.
     *
     * @param bars its canonical bars
     * @param snapshots its snapshots
     * @param older the series of the bars before all that was said
     * @param sessionStart start of the trading day that holds an instant
     */
    public record Surroundings(Bars bars, Snapshots snapshots, Older older, LongUnaryOperator sessionStart) {}

    /**
     * The indicators of a series.
     *
     * @param plan which
     * @param policy when snapshots are taken
     * @param around what to work with
     * @param listener hears of values
     */
    public SeriesIndicators(IndicatorPlan plan, SnapshotPolicy policy, Surroundings around, Listener listener) {
        this.plan = plan;
        this.policy = policy;
        this.around = around;
        this.listener = listener;
        this.values = new double[plan.columns().size()];
    }

    /**
     * Begins with a series of which nothing is known: the bars that are kept from before warm it up.
     *
     * @param beforeUs start of the first bar whose values are to be said
     * @return the progress
     */
    public SeriesProgress begin(long beforeUs) {
        SeriesProgress progress = new SeriesProgress(plan.newSeries(), beforeUs);
        for (Bar bar : around.bars().range(Long.MIN_VALUE, beforeUs)) {
            take(progress, seen(bar));
        }
        return progress;
    }

    /**
     * A bar was said.
     *
     * @param progress how far the series has come; is changed
     * @param bar the bar as it is now
     * @param before the bar as it was, null if there was none
     */
    public void add(SeriesProgress progress, Bar bar, @Nullable Bar before) {
        long startUs = bar.key().startTimeUs();
        if (startUs > progress.series.lastStartUs()) {
            settle(progress);
            take(progress, seen(bar));
            listener.said(bar, progress.series.barsSeen(), values);
            return;
        }
        if (before == null && tryOlder(progress, bar)) {
            return;
        }
        progress.saidFromUs = Math.min(progress.saidFromUs, startUs);
        correct(progress, bar, before);
    }

    /* Whether the older series takes the bar, so that it need not be noted. */
    private boolean tryOlder(SeriesProgress progress, Bar bar) {
        long startUs = bar.key().startTimeUs();
        if (startUs < progress.saidFromUs) {
            beginOlder(progress, bar);
            return true;
        }
        // Once a replay has not reached as far, none does: the bars that go on from there need not be noted.
        SeriesProgress older = olderSpeaks ? around.older().get() : null;
        if (older == null || !isNextOf(older, startUs)) {
            return false;
        }
        older.series.next(seen(bar), values);
        around.older().put(older);
        listener.said(bar, older.series.barsSeen(), values);
        return true;
    }

    private void beginOlder(SeriesProgress progress, Bar first) {
        SeriesProgress older = new SeriesProgress(plan.newSeries(), progress.saidFromUs);
        progress.saidFromUs = first.key().startTimeUs();
        progress.corrections.put(first.key().startTimeUs(), Optional.empty());
        olderSpeaks = !trySettle(progress, 1);
        older.series.next(seen(first), values);
        around.older().put(older);
        if (olderSpeaks) {
            listener.said(first, older.series.barsSeen(), values);
        }
    }

    /* It ends where what was said before begins. */
    private static boolean isNextOf(SeriesProgress older, long startUs) {
        return older.series.lastStartUs() < startUs && startUs < older.saidFromUs;
    }

    /**
     * A bar came that is there only to warm the series up: its own values are not said.
     *
     * @param progress how far the series has come; is changed
     * @param bar the bar, which was not there before
     */
    public void warmUp(SeriesProgress progress, Bar bar) {
        if (bar.key().startTimeUs() > progress.series.lastStartUs()) {
            settle(progress);
            take(progress, seen(bar));
            progress.saidFromUs = Math.max(progress.saidFromUs, bar.endTimeUs());
        } else {
            correct(progress, bar, null);
        }
    }

    private void correct(SeriesProgress progress, Bar bar, @Nullable Bar before) {
        // Of a bar that is corrected twice before a replay, the first correction tells what the series was computed
        // with.
        progress.corrections.putIfAbsent(
                bar.key().startTimeUs(), Optional.ofNullable(before).map(this::seen));
        if (progress.corrections.size() >= MAX_CORRECTIONS) {
            settle(progress);
        }
    }

    /**
     * Brings the values in line with the bars, if any was corrected.
     *
     * @param progress how far the series has come; is changed
     */
    public void settle(SeriesProgress progress) {
        if (progress.isToBeSettled()) {
            boolean unused = trySettle(progress, 0);
        }
    }

    /* Whether a replay reached; of the corrections it does not reach, so many are looked after elsewhere. */
    private boolean trySettle(SeriesProgress progress, int elsewhere) {
        NavigableMap<Long, Optional<IndicatorBar>> corrections = progress.corrections;
        long firstUs = corrections.firstKey();
        IndicatorSeries snapshot = around.snapshots().before(firstUs);
        IndicatorSeries base = snapshot == null ? plan.newSeries() : snapshot;
        List<Bar> bars = around.bars()
                .range(snapshot == null ? Long.MIN_VALUE : snapshot.lastStartUs() + 1, lastUs(progress) + 1);
        long inserted = corrections.values().stream().filter(Optional::isEmpty).count();
        boolean endsWithItsLast =
                !bars.isEmpty() && bars.get(bars.size() - 1).key().startTimeUs() == progress.series.lastStartUs();
        boolean isInReach = endsWithItsLast && base.barsSeen() + bars.size() - inserted == progress.series.barsSeen();
        int taken = takeOlder(corrections, bars, !isInReach);
        if (isInReach) {
            replay(progress, base, bars);
        } else if (taken + elsewhere < corrections.size()) {
            listener.outOfReach(firstUs, corrections.size() - taken - elsewhere);
        }
        corrections.clear();
        return isInReach;
    }

    private int takeOlder(NavigableMap<Long, Optional<IndicatorBar>> corrections, List<Bar> bars, boolean speaks) {
        SeriesProgress older = around.older().get();
        if (older == null) {
            return 0;
        }
        int taken = 0;
        for (Bar bar : bars) {
            Optional<IndicatorBar> before = corrections.get(bar.key().startTimeUs());
            if (before == null
                    || before.isPresent()
                    || !isNextOf(older, bar.key().startTimeUs())) {
                continue;
            }
            older.series.next(seen(bar), values);
            taken++;
            if (speaks) {
                olderSpeaks = true;
                listener.said(bar, older.series.barsSeen(), values);
            }
        }
        if (taken > 0) {
            around.older().put(older);
        }
        return taken;
    }

    private static long lastUs(SeriesProgress progress) {
        return progress.series.lastStartUs();
    }

    private void replay(SeriesProgress progress, IndicatorSeries base, List<Bar> bars) {
        List<IndicatorSeries> due = new ArrayList<>();
        IndicatorReplay replay = new IndicatorReplay(plan, new IndicatorReplay.Listener() {

            private int next;

            @Override
            public void changed(IndicatorBar seen, long barsSeen, double[] changed) {
                while (bars.get(next).key().startTimeUs() < seen.startUs()) {
                    next++;
                }
                if (seen.startUs() >= progress.saidFromUs) {
                    listener.said(bars.get(next), barsSeen, changed);
                }
            }

            @Override
            public void replayed(IndicatorSeries series) {
                if (policy.isDue(series.barsSeen())) {
                    due.add(series.copy());
                }
            }
        });
        IndicatorReplay.Result result =
                replay.run(base, bars.stream().map(this::seen).toList(), progress.corrections);
        if (!result.rejoined()) {
            around.snapshots().forgetFrom(progress.corrections.firstKey());
            progress.series.copyFrom(result.series());
        }
        due.forEach(around.snapshots()::save);
    }

    /**
     * What the values would be if the open bar closed as it is now. Nothing is changed.
     *
     * @param progress how far the series has come
     * @param forming the open bar
     * @param scratch a series of the plan to work in
     * @return one value a column, used again for the next; null if a bar of that start or after it has closed already
     */
    public double @Nullable [] peek(SeriesProgress progress, Bar forming, IndicatorSeries scratch) {
        if (forming.key().startTimeUs() <= progress.series.lastStartUs()) {
            return null;
        }
        progress.series.peek(seen(forming), scratch, values);
        return values;
    }

    private void take(SeriesProgress progress, IndicatorBar bar) {
        progress.series.next(bar, values);
        if (policy.isDue(progress.series.barsSeen())) {
            around.snapshots().save(progress.series);
        }
    }

    private IndicatorBar seen(Bar bar) {
        return IndicatorBar.of(bar, around.sessionStart().applyAsLong(bar.key().startTimeUs()));
    }
}
