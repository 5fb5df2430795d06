package io.candlewick.streams.domain.series;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.domain.bar.TimeframeTree;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides which bars of one symbol are canonical, of those that are built here and those that vendors deliver, and merges finer ones into
 * coarser ones that are missing or worse.
 *
 * <p>A coarse bar is merged only when the finer ones in it leave no time open: between them a vendor delivered everything, the lane's own
 * feeds covered the symbol, or the market was closed. It is tried when a finer bar or a vendor's range comes in, and when a coarse bar
 * closes incomplete. The order in which sources say their bars does not matter for what is canonical in the end.
 *
 * <p>It is longer than most classes because all the ways a bar can come to be canonical are weighed against each other here.
 *
 * <p><b>Thread</b>: the task's. <b>Cost</b>: a complete bar built here that comes after the last of its series is written once, and nothing
 * is read for it.
 */
public final class SeriesMerging {

    /** How many bars of a series are kept unless configured otherwise. */
    public static final int DEFAULT_KEPT_BARS = 1_000;

    private final SymbolSeries series;
    private final TimeframeTree tree;
    private final Surroundings around;
    private final Listener listener;
    private final TradingCalendar calendar;

    /** Hears what becomes of bars. */
    public interface Listener {

        /**
         * A bar is canonical now and is to be said.
         *
         * @param bar the bar, with its status, revision and cause
         * @param before the canonical bar until now, null if there was none
         */
        void said(Bar bar, @Nullable Bar before);

        /**
         * A bar that only warms indicators up is kept now; it is not said, because it was said long ago.
         *
         * @param bar the bar
         */
        void seeded(Bar bar);

        /**
         * A bar came that is canonical already, value for value.
         *
         * @param bar the canonical one, as it was said
         */
        void unchanged(Bar bar);

        /**
         * A bar came of which a better one is known.
         *
         * @param bar the bar that came
         */
        void outranked(Bar bar);
    }

    /**
     * What the merging of a symbol works with.
     *
     * @param instrument reference data of the symbol
     * @param kept its canonical bars
     * @param feeds what the lane's own feeds covered of it
     * @param keptBars how many bars of a series are kept at least
     */
    public record Surroundings(Instrument instrument, KeptBars kept, FeedCoverage feeds, int keptBars) {}

    /**
     * A span of which a vendor delivers every bar there is, in order of time.
     *
     * @param fromUs start, inclusive
     * @param toUs end, exclusive
     */
    public record Range(long fromUs, long toUs) {}

    /**
     * The merging of one symbol, to be made anew for each bar.
     *
     * @param series what is known of its series; is changed
     * @param around what to work with
     * @param listener hears what becomes of bars
     */
    public SeriesMerging(SymbolSeries series, Surroundings around, Listener listener) {
        this.series = series;
        this.tree = series.tree;
        this.around = around;
        this.listener = listener;
        this.calendar = around.instrument().calendar();
    }

    /**
     * A bar was built here from ticks.
     *
     * @param bar a bar of a configured timeframe
     */
    public void built(Bar bar) {
        int level = tree.levelOf(bar.key().timeframe());
        long startUs = bar.key().startTimeUs();
        if (level == 0) {
            endDeliveries(-1);
            if (startUs >= series.nextWaitingEndUs) {
                mergeWaiting(startUs);
            }
        }
        if (level > 0 && !bar.complete() && Precedence.isBelowRollUp(find(level, startUs))) {
            merge(level, startUs, false, null);
        }
        series.levels[level].built(startUs);
        settle(level, bar, bar.cause());
    }

    /**
     * A vendor delivered a bar. The other deliveries of the symbol are over then.
     *
     * @param bar a bar of a configured timeframe
     * @param range the span of the delivery it belongs to, null if it is one of its own
     */
    public void delivered(Bar bar, @Nullable Range range) {
        int level = tree.levelOf(bar.key().timeframe());
        SeriesIndex index = series.levels[level];
        endDeliveries(range != null && index.isUnderWay(range) ? level : -1);
        List<Spans.Span> grown = range == null ? List.of() : index.deliver(range, bar.endTimeUs());
        if (!bar.complete()) {
            index.delivered.remove(bar.key().startTimeUs(), bar.endTimeUs());
        }
        settle(level, bar, null);
        fillAbove(level, grown);
    }

    private void endDeliveries(int levelUnderWay) {
        for (int level = 0; level < tree.levels(); level++) {
            if (level != levelUnderWay) {
                fillAbove(level, series.levels[level].endDelivery());
            }
        }
    }

    private void fillAbove(int level, List<Spans.Span> delivered) {
        for (Spans.Span span : delivered) {
            boolean goesOn = !isQuiet(level, span.toUs(), span.toUs() + 1);
            for (int coarser = level + 1; coarser < tree.levels(); coarser++) {
                if (isMergedFrom(coarser, level) && !(goesOn && isWithinOne(coarser, span))) {
                    fill(coarser, span);
                }
            }
        }
    }

    /**
     * Whether a span ends before the end of the bar it begins in. Of a delivery that goes on nothing can be merged there yet, and what is said in it
     * raises the bars above: a minute need not be tried in the week it lies in.
     */
    private boolean isWithinOne(int level, Spans.Span span) {
        return calendar.startOf(tree.timeframe(level), span.toUs()) <= span.fromUs();
    }

    /**
     * A bar of the past came, as it stands in the tables: it is kept if nothing is known of its span, and is not said again.
     *
     * @param bar a bar of a configured timeframe
     */
    public void seeded(Bar bar) {
        int level = tree.levelOf(bar.key().timeframe());
        if (find(level, bar.key().startTimeUs()) == null) {
            keep(level, bar, true);
            listener.seeded(bar);
        }
    }

    private void settle(int level, Bar bar, @Nullable CorrectionCause cause) {
        Bar known = find(level, bar.key().startTimeUs());
        switch (Precedence.judge(known, bar)) {
            case OUTRANKED -> listener.outranked(bar);
            case UNCHANGED -> {
                if (bar.source() != BarSource.ROLLED_UP) {
                    listener.unchanged(known == null ? bar : known);
                }
            }
            case SAY -> {
                Bar said = Precedence.number(known, bar, cause);
                keep(level, said, known == null);
                listener.said(said, known);
                raise(level, said);
            }
        }
    }

    private void keep(int level, Bar bar, boolean isNew) {
        around.kept().save(bar);
        SeriesIndex index = series.levels[level];
        index.wrote(bar.key().startTimeUs(), isNew);
        long keepUs = keepUs(level);
        long places = keepUs / tree.timeframe(level).lengthUs();
        Spans.Span gone = index.giveUp((int) Math.max(around.keptBars(), places), keepUs);
        if (gone != null) {
            around.kept().forget(tree.timeframe(level), gone.fromUs(), gone.toUs());
        }
    }

    /* Late ticks correct within the horizon, and a coarse bar is merged from all the finer ones in it. */
    private long keepUs(int level) {
        long longestUs = TimeUnit.MILLISECONDS.toMicros(
                around.instrument().latenessHorizon().toMillis());
        for (int coarser = level + 1; coarser < tree.levels(); coarser++) {
            if (tree.base(coarser) == level) {
                longestUs = Math.max(longestUs, 2 * tree.timeframe(coarser).lengthUs());
            }
        }
        return longestUs + tree.timeframe(level).lengthUs();
    }

    /** A bar was said: the coarser ones that are merged from its timeframe may change. */
    private void raise(int level, Bar said) {
        for (int coarser = level + 1; coarser < tree.levels(); coarser++) {
            if (tree.base(coarser) == level) {
                long startUs =
                        calendar.startOf(tree.timeframe(coarser), said.key().startTimeUs());
                // Where there is no coarse bar yet, the one built from the same ticks is on its way.
                merge(coarser, startUs, isBuilt(said), causeOf(said));
            }
        }
    }

    private static CorrectionCause causeOf(Bar said) {
        if (said.cause() != null) {
            return said.cause();
        }
        return isBuilt(said) ? CorrectionCause.LATE_TICK : CorrectionCause.REPAIRED;
    }

    private static boolean isBuilt(Bar bar) {
        return bar.source() == BarSource.LIVE || bar.source() == BarSource.REPAIRED;
    }

    private void merge(int level, long startUs, boolean onlyIfKnown, @Nullable CorrectionCause cause) {
        Bar known = find(level, startUs);
        if (known == null ? onlyIfKnown : Precedence.isBestOfItsLane(known)) {
            return;
        }
        Timeframe timeframe = tree.timeframe(level);
        long endUs = calendar.endOf(timeframe, startUs);
        int finer = tree.base(level);
        List<Bar> parts = endsTooEarly(finer, startUs, endUs) ? null : parts(finer, startUs, endUs);
        SymbolSeries.Waiting waiting = new SymbolSeries.Waiting(level, startUs, endUs);
        if (parts != null) {
            series.done(waiting);
        } else if (around.feeds().closedUntilUs() < endUs) {
            series.await(waiting);
        }
        if (parts == null) {
            return;
        }
        if (parts.isEmpty()) {
            series.levels[level].delivered.add(startUs, endUs);
        } else {
            Instrument instrument = around.instrument();
            BarKey key = new BarKey(instrument.tenant(), instrument.symbol(), timeframe, startUs);
            settle(level, RollUp.of(key, endUs, parts, instrument), cause);
        }
    }

    /** Whether it is clear without reading a bar that the finer ones do not reach a coarse bar's end. */
    private boolean endsTooEarly(int level, long startUs, long endUs) {
        long lastStartUs = series.levels[level].lastStartUs;
        long lastEndUs = lastStartUs < startUs ? startUs : calendar.endOf(tree.timeframe(level), lastStartUs);
        return lastEndUs < endUs && !isQuiet(level, lastEndUs, endUs);
    }

    /** The bars of a span, if nothing is missing among them; null if something is. */
    private @Nullable List<Bar> parts(int level, long startUs, long endUs) {
        List<Bar> parts = around.kept().series(tree.timeframe(level)).range(startUs, endUs);
        long atUs = startUs;
        for (Bar part : parts) {
            long partUs = part.key().startTimeUs();
            // A bar that lies across is of a calendar that was changed since.
            if (partUs < atUs
                    || part.endTimeUs() > endUs
                    || !isQuiet(level, atUs, partUs)
                    || (!part.complete() && !isDelivered(level, part))) {
                return null;
            }
            atUs = part.endTimeUs();
        }
        return isQuiet(level, atUs, endUs) ? parts : null;
    }

    private boolean isDelivered(int level, Bar bar) {
        return series.levels[level].delivered.coveredUntil(bar.key().startTimeUs(), bar.endTimeUs()) >= bar.endTimeUs();
    }

    /** Whether it is known of a span without bars that there is nothing to come. */
    private boolean isQuiet(int level, long fromUs, long toUs) {
        long atUs = fromUs;
        while (atUs < toUs) {
            long nextUs = series.levels[level].delivered.coveredUntil(atUs, toUs);
            if (nextUs == atUs && !calendar.isOpen(atUs)) {
                nextUs = Math.min(calendar.nextChange(atUs), toUs);
            }
            if (nextUs == atUs) {
                nextUs = coveredByFeedsUntil(level, atUs, toUs);
            }
            if (nextUs == atUs) {
                return false;
            }
            atUs = nextUs;
        }
        return true;
    }

    private long coveredByFeedsUntil(int level, long fromUs, long toUs) {
        long knownUntilUs = series.levels[level].forgotten.freeUntil(fromUs, toUs);
        long coveredUntilUs = around.feeds().coveredUntil(fromUs, knownUntilUs);
        // While bars close, finer ones are said before the coarser ones: then the coarser one is about to come.
        boolean isAboutToClose = level > 0
                && coveredUntilUs > fromUs
                && !around.kept()
                        .series(tree.timeframe(0))
                        .range(fromUs, coveredUntilUs)
                        .isEmpty();
        return isAboutToClose ? fromUs : coveredUntilUs;
    }

    private void mergeWaiting(long closedUntilUs) {
        for (SymbolSeries.Waiting coarse : List.copyOf(series.waiting)) {
            if (coarse.endUs() <= closedUntilUs) {
                series.done(coarse);
                merge(coarse.level(), coarse.startUs(), false, CorrectionCause.REPAIRED);
            }
        }
    }

    /** A vendor has delivered a span of a finer timeframe: merges what there is in it, and notes where there is nothing. */
    private void fill(int level, Spans.Span grown) {
        Timeframe timeframe = tree.timeframe(level);
        long atUs = calendar.startOf(timeframe, grown.fromUs());
        if (atUs < grown.fromUs()) {
            merge(level, atUs, false, CorrectionCause.REPAIRED);
            atUs = calendar.endOf(timeframe, atUs);
        }
        int finer = tree.base(level);
        for (Bar bar : around.kept().series(tree.timeframe(finer)).range(atUs, grown.toUs())) {
            long startUs = calendar.startOf(timeframe, bar.key().startTimeUs());
            if (startUs >= atUs) {
                noteQuiet(level, atUs, startUs);
                merge(level, startUs, false, CorrectionCause.REPAIRED);
                atUs = calendar.endOf(timeframe, startUs);
            }
        }
        long lastUs = calendar.startOf(timeframe, grown.toUs());
        noteQuiet(level, atUs, lastUs);
        if (atUs <= lastUs && lastUs < grown.toUs()) {
            merge(level, lastUs, false, CorrectionCause.REPAIRED);
        }
    }

    private void noteQuiet(int level, long fromUs, long toUs) {
        if (fromUs < toUs && isQuiet(tree.base(level), fromUs, toUs)) {
            series.levels[level].delivered.add(fromUs, toUs);
        }
    }

    private boolean isMergedFrom(int coarser, int level) {
        int from = coarser;
        while (from > level) {
            from = tree.base(from);
        }
        return from == level;
    }

    private @Nullable Bar find(int level, long startUs) {
        return series.levels[level].mayHold(startUs)
                ? around.kept().series(tree.timeframe(level)).find(startUs)
                : null;
    }
}
