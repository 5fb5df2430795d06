package io.candlewick.streams.domain.bar;

import io.candlewick.avro.BarStatus;
import io.candlewick.avro.EmptyBars;
import io.candlewick.avro.GapReason;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Explains the slots in which a symbol has no bar: the market was closed, no feed delivered, or nothing happened. Where the instrument wants
 * it, a slot in which nothing happened becomes a flat bar at the last close, as the clock passes its end.
 *
 * <p><b>Shape</b>: spans of the finest timeframe of one reason each, said when a bar follows or the reason changes. A slot of which any part
 * is open and not covered is FEED_DOWN. <b>Cost</b>: a look at each change of calendar and coverage, not at each slot; flat bars are made
 * slot by slot.
 */
final class EmptySlots {

    static final long UNSET = Long.MIN_VALUE;
    private static final long THINK_AGAIN = Long.MIN_VALUE;

    private final TimeframeTree tree;
    private final BarCascade cascade;
    private final Coverage coverage;

    /* Start of the first slot of the finest timeframe that is not explained yet. */
    long gapFromUs = UNSET;
    /* Start of the first slot of each timeframe that may still become a flat bar. */
    final long[] flatFromUs;
    /* Closing prices of the last bar of each timeframe. */
    final double[] lastPrice;
    final double[] lastBid;
    final double[] lastAsk;
    private long nextUs = THINK_AGAIN;

    /** Slots of one reason, one after the other. */
    private record Run(long fromUs, long toUs, GapReason reason) {}

    EmptySlots(TimeframeTree tree, BarCascade cascade, Coverage coverage) {
        this.tree = tree;
        this.cascade = cascade;
        this.coverage = coverage;
        this.flatFromUs = new long[tree.levels()];
        this.lastPrice = new double[tree.levels()];
        this.lastBid = new double[tree.levels()];
        this.lastAsk = new double[tree.levels()];
        Arrays.fill(flatFromUs, UNSET);
        Arrays.fill(lastPrice, Double.NaN);
        Arrays.fill(lastBid, Double.NaN);
        Arrays.fill(lastAsk, Double.NaN);
    }

    /** The symbol is delivered from a time on; what lies before is nobody's gap. */
    void begin(long fromUs, TradingCalendar calendar) {
        nextUs = THINK_AGAIN;
        if (gapFromUs != UNSET) {
            return;
        }
        gapFromUs = calendar.startOf(tree.timeframe(0), fromUs);
        for (int level = 0; level < tree.levels(); level++) {
            flatFromUs[level] = calendar.startOf(tree.timeframe(level), fromUs);
        }
    }

    /** The coverage has changed. */
    void unsettle() {
        nextUs = THINK_AGAIN;
    }

    /** When there is something to say next if no bar closes before. */
    long nextUs() {
        return gapFromUs == UNSET ? Long.MAX_VALUE : nextUs;
    }

    /** A bar is about to be said, the clock having passed a time: explains what lies before it, and finer slots within it. */
    void before(int level, BarAccumulator bar, long passedUs, SymbolSurroundings around) {
        if (gapFromUs == UNSET) {
            return;
        }
        for (int finer = 0; finer < level; finer++) {
            fillUntil(finer, Math.min(bar.endUs, startOf(finer, passedUs, around)), around);
        }
        fillUntil(level, bar.startUs, around);
        flatFromUs[level] = Math.max(flatFromUs[level], bar.endUs);
        lastPrice[level] = bar.price.close;
        lastBid[level] = bar.bid.close;
        lastAsk[level] = bar.ask.close;
        if (level > 0) {
            return;
        }
        Run last = sayChanges(bar.startUs, around);
        if (last != null) {
            say(last, around);
        }
        gapFromUs = Math.max(gapFromUs, bar.endUs);
    }

    /** The clock has passed a time: explains what is known by now. */
    void passed(long timeUs, SymbolSurroundings around) {
        if (gapFromUs == UNSET) {
            return;
        }
        for (int level = 0; level < tree.levels(); level++) {
            fillUntil(level, startOf(level, timeUs, around), around);
        }
        Run pending = sayChanges(startOf(0, timeUs, around), around);
        if (pending != null) {
            gapFromUs = pending.fromUs;
        }
        nextUs = nextFrom(timeUs, around.instrument());
    }

    /** Nothing more will come: explains what is left. */
    void end(long timeUs, SymbolSurroundings around) {
        passed(timeUs, around);
        if (gapFromUs != UNSET) {
            Run last = sayChanges(startOf(0, timeUs, around), around);
            if (last != null) {
                say(last, around);
                gapFromUs = last.toUs;
            }
        }
    }

    private long startOf(int level, long timeUs, SymbolSurroundings around) {
        return around.instrument().calendar().startOf(tree.timeframe(level), timeUs);
    }

    private long nextFrom(long timeUs, Instrument instrument) {
        TradingCalendar calendar = instrument.calendar();
        Timeframe finest = tree.timeframe(0);
        long changeUs = nextChange(Math.max(timeUs, gapFromUs), calendar);
        long nextRunUs = changeUs == Long.MAX_VALUE ? changeUs : calendar.endOf(finest, changeUs);
        if (!makesFlatBars(instrument)) {
            return nextRunUs;
        }
        long slotUs = flatFromUs[0];
        if (!calendar.isOpen(slotUs) && calendar.nextChange(slotUs) != Long.MAX_VALUE) {
            slotUs = Math.max(slotUs, calendar.startOf(finest, calendar.nextChange(slotUs)));
        }
        return Math.min(nextRunUs, calendar.endOf(finest, slotUs));
    }

    /* Says every run before a time but the last, which may go on; answers the last. */
    private @Nullable Run sayChanges(long untilUs, SymbolSurroundings around) {
        Run pending = null;
        long fromUs = gapFromUs;
        while (fromUs < untilUs) {
            Run run = runFrom(fromUs, untilUs, around.instrument().calendar());
            if (pending != null && pending.reason != run.reason) {
                say(pending, around);
                pending = null;
            }
            pending = pending == null ? run : new Run(pending.fromUs, run.toUs, run.reason);
            fromUs = run.toUs;
        }
        return pending;
    }

    private void say(Run run, SymbolSurroundings around) {
        Instrument instrument = around.instrument();
        Timeframe finest = tree.timeframe(0);
        long slots = Math.max(1, (run.toUs - run.fromUs) / finest.lengthUs());
        around.listener()
                .gap(
                        new BarKey(instrument.tenant(), instrument.symbol(), finest, run.fromUs),
                        run.toUs,
                        run.reason,
                        (int) Math.min(Integer.MAX_VALUE, slots));
    }

    /* The slots from a start on that have one reason because neither calendar nor coverage changes within them. */
    private Run runFrom(long fromUs, long untilUs, TradingCalendar calendar) {
        Timeframe finest = tree.timeframe(0);
        long changeUs = Math.min(untilUs, nextChange(fromUs, calendar));
        long wholeUs = calendar.startOf(finest, changeUs);
        long toUs = wholeUs > fromUs ? wholeUs : calendar.endOf(finest, fromUs);
        return new Run(fromUs, toUs, reasonOf(fromUs, calendar.endOf(finest, fromUs), calendar));
    }

    private long nextChange(long timeUs, TradingCalendar calendar) {
        return Math.min(calendar.nextChange(timeUs), coverage.nextChange(timeUs));
    }

    private GapReason reasonOf(long startUs, long endUs, TradingCalendar calendar) {
        if (isClosed(startUs, endUs, calendar)) {
            return GapReason.MARKET_CLOSED;
        }
        return coverage.isCovered(startUs, endUs, calendar) ? GapReason.QUIET : GapReason.FEED_DOWN;
    }

    private static boolean isClosed(long startUs, long endUs, TradingCalendar calendar) {
        return !calendar.isOpen(startUs) && calendar.nextChange(startUs) >= endUs;
    }

    private static boolean makesFlatBars(Instrument instrument) {
        return instrument.emptyBars() == EmptyBars.FLAT;
    }

    private void fillUntil(int level, long untilUs, SymbolSurroundings around) {
        TradingCalendar calendar = around.instrument().calendar();
        if (!makesFlatBars(around.instrument()) || Double.isNaN(lastPrice[level])) {
            flatFromUs[level] = Math.max(flatFromUs[level], untilUs);
            return;
        }
        Timeframe timeframe = tree.timeframe(level);
        long startUs = flatFromUs[level];
        while (startUs < untilUs) {
            long endUs = calendar.endOf(timeframe, startUs);
            if (isClosed(startUs, endUs, calendar)) {
                endUs = Math.max(endUs, calendar.startOf(timeframe, Math.min(untilUs, calendar.nextChange(startUs))));
            } else if (coverage.isCovered(startUs, endUs, calendar)) {
                sayFlat(level, startUs, around);
            }
            startUs = endUs;
        }
        flatFromUs[level] = Math.max(flatFromUs[level], untilUs);
    }

    private void sayFlat(int level, long startUs, SymbolSurroundings around) {
        Timeframe timeframe = tree.timeframe(level);
        BarAccumulator bar = around.closedBars().find(timeframe, startUs);
        if (bar != null && bar.revision != Corrections.UNSAID) {
            return;
        }
        if (bar == null) {
            bar = cascade.open(level, startUs, around.instrument());
        }
        bar.flattenAt(lastPrice[level], lastBid[level], lastAsk[level]);
        bar.revision = 0;
        around.closedBars().save(timeframe, bar);
        around.say(timeframe, bar, BarStatus.FINAL, null);
    }
}
