package io.candlewick.streams.domain.bar;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.PriceBasis;
import io.candlewick.avro.TickAction;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * All there is to know of one symbol: its open bars, its clock, its feeds and what they covered.
 *
 * <p>The clock is the time up to which every active feed has delivered; a bar closes when the clock reaches its end plus grace. A feed
 * has delivered up to its last heartbeat, or its last tick of this symbol if that is later. The clock never goes back, except that the
 * end of the last feed ends the session and forgets everything: what starts after it starts anew.
 *
 * <p>It is longer than most classes because every way a bar can close, by tick, heartbeat or mark, ends in the same few lines, and they are
 * here; what the feeds said is with {@link Delivery}, late ticks with {@link Corrections}, cancels with {@link Amendments}.
 *
 * <p><b>Thread</b>: the task's. <b>Cost</b>: a tick within the newest bar costs two comparisons and one fold; the clock is read only in
 * the grace after a bar's start.
 */
public final class SymbolState {

    private static final long HOUR_US = TimeUnit.HOURS.toMicros(1);

    private final TimeframeTree tree;
    final BarCascade cascade;
    private final Corrections corrections;
    private final Amendments amendments;
    private final FormingBars formingBars;
    final EmptySlots emptySlots;
    final Coverage coverage;
    final Delivery delivery;
    long clockUs;
    /* Bars that end at or before this are closed. Kept beside the clock, because an instrument's grace may be changed. */
    long closedUntilUs;
    /* Bars that ended before this are no longer kept for corrections. */
    long keptFromUs;
    /* Something came in since the open bars were said last; after a restart that is not known. */
    private boolean formed = true;

    /**
     * A symbol that nobody has delivered yet.
     *
     * @param tree the timeframes to make
     */
    public SymbolState(TimeframeTree tree) {
        this(tree, new Coverage(), Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);
    }

    SymbolState(TimeframeTree tree, Coverage coverage, long clockUs, long closedUntilUs, long keptFromUs) {
        this.tree = tree;
        this.cascade = new BarCascade(tree);
        this.corrections = new Corrections(tree, cascade);
        this.amendments = new Amendments(tree, cascade, corrections);
        this.formingBars = new FormingBars(tree, cascade);
        this.emptySlots = new EmptySlots(tree, cascade, coverage);
        this.coverage = coverage;
        this.delivery = new Delivery(coverage, emptySlots);
        this.clockUs = clockUs;
        this.closedUntilUs = closedUntilUs;
        this.keptFromUs = keptFromUs;
    }

    /**
     * A quote or a trade came in.
     *
     * @param tick the tick
     * @param offset its offset, the last word on order
     * @param around what to work with
     * @return what became of it
     */
    public Admission add(Tick tick, long offset, SymbolSurroundings around) {
        Instrument instrument = around.instrument();
        if ((tick.kind() == TickKind.QUOTE) != isQuoted(instrument)) {
            return Admission.NOT_COUNTED;
        }
        long timeUs = tick.eventTimeUs();
        formed = true;
        delivery.hear(tick.feed(), timeUs, around);
        if (tick.action() != TickAction.NEW) {
            return amend(tick, offset, around);
        }
        if (cascade.isNewestAt(timeUs, closedUntilUs)) {
            // All that ended before this bar is closed, so no tick within it can close anything: the clock may lag
            // until one passes it.
            return fold(tick, offset, around);
        }
        advance(around);
        long endUs = instrument.calendar().endOf(tree.timeframe(0), timeUs);
        if (endUs > closedUntilUs) {
            return fold(tick, offset, around);
        }
        if (isBeyondHorizon(endUs, around)) {
            return Admission.TOO_LATE;
        }
        if (!isQuoted(instrument) && corrections.isAmended(tick, around)) {
            return amendments.inClosedBar(tick, offset, closedUntilUs, coverage, around);
        }
        return corrections.add(tick, offset, closedUntilUs, coverage, around);
    }

    private Admission fold(Tick tick, long offset, SymbolSurroundings around) {
        Instrument instrument = around.instrument();
        if (isQuoted(instrument)) {
            return cascade.add(tick, offset, instrument) ? Admission.ADDED : Admission.DUPLICATE;
        }
        BarAccumulator bar = cascade.finestAt(tick.eventTimeUs(), instrument);
        if (bar.isAmended(tick)) {
            return amendments.inOpenBar(tick, offset, around);
        }
        if (!bar.addNew(tick, offset, instrument.priceScale(), instrument.sizeScale())) {
            return Admission.DUPLICATE;
        }
        around.trades().append(bar.startUs, tick, offset);
        return Admission.ADDED;
    }

    private Admission amend(Tick tick, long offset, SymbolSurroundings around) {
        if (tick.tradeId() == null) {
            return Admission.UNIDENTIFIED;
        }
        advance(around);
        TradingCalendar calendar = around.instrument().calendar();
        Timeframe finest = tree.timeframe(0);
        long endUs = calendar.endOf(finest, tick.eventTimeUs());
        if (endUs > closedUntilUs) {
            return amendments.inOpenBar(tick, offset, around);
        }
        Admission admission = isBeyondHorizon(endUs, around)
                ? Admission.TOO_LATE
                : amendments.inClosedBar(tick, offset, closedUntilUs, coverage, around);
        if (admission == Admission.TOO_LATE || admission == Admission.UNMATCHED) {
            around.listener().unretained(tick, offset, finest, calendar.startOf(finest, tick.eventTimeUs()), endUs);
        }
        return admission;
    }

    private boolean isBeyondHorizon(long endUs, SymbolSurroundings around) {
        return endUs < Math.max(keptFromUs, clockUs - around.latenessHorizonUs());
    }

    private static boolean isQuoted(Instrument instrument) {
        return instrument.priceBasis() == PriceBasis.QUOTE;
    }

    /**
     * A feed starts, or starts again, to deliver the symbol.
     *
     * @param name the feed
     * @param fromUs from here on it delivers everything
     * @param around what to work with
     */
    public void started(String name, long fromUs, SymbolSurroundings around) {
        delivery.started(name, fromUs, around);
        advance(around);
    }

    /**
     * A feed lost its source.
     *
     * @param name the feed
     * @param atUs all up to here was delivered
     * @param around what to work with
     */
    public void down(String name, long atUs, SymbolSurroundings around) {
        stopCounting(delivery.spokeOf(name, atUs, around), atUs, Feeds.Presence.DOWN, around);
    }

    /**
     * A feed was found to be silent for too long. It stops counting until it speaks of a time after this.
     *
     * @param name the feed
     * @param atUs how far it had come when it was found silent
     * @param around what to work with
     * @return false if the mark is void, because the feed is not up or has gone on since
     */
    public boolean silent(String name, long atUs, SymbolSurroundings around) {
        if (delivery.hasGoneOn(name, atUs, around)) {
            return false;
        }
        stopCounting(delivery.spokeOf(name, atUs, around), atUs, Feeds.Presence.SILENT, around);
        return true;
    }

    private void stopCounting(Feeds.Feed feed, long atUs, Feeds.Presence presence, SymbolSurroundings around) {
        delivery.leaves(feed, atUs);
        advance(around);
        feed.presence = presence;
        advance(around);
    }

    /**
     * A feed has said, of all its symbols, how far it has delivered. One that was silent counts again from there.
     *
     * @param name the feed
     * @param timeUs what it said
     * @param around what to work with
     */
    public void alive(String name, long timeUs, SymbolSurroundings around) {
        delivery.alive(name, timeUs, around);
        advance(around);
    }

    /**
     * A feed has delivered all it ever will. The end of the last one closes every bar.
     *
     * @param name the feed
     * @param atUs all up to here was delivered
     * @param around what to work with
     * @return true if no feed is left, so that the symbol is to be forgotten
     */
    public boolean ended(String name, long atUs, SymbolSurroundings around) {
        Feeds.Feed feed = delivery.spokeOf(name, atUs, around);
        delivery.leaves(feed, atUs);
        advance(around);
        delivery.feeds.leave(feed);
        if (!delivery.feeds.isEmpty()) {
            advance(around);
            return false;
        }
        closeUntil(Long.MAX_VALUE, around);
        return true;
    }

    /**
     * Closes every bar as if all feeds had ended where they are.
     *
     * @param around what to work with
     */
    public void breakOff(SymbolSurroundings around) {
        delivery.lose(Math.max(clockUs, delivery.heardUs(clockUs, around)));
        advance(around);
        delivery.feeds.known.clear();
        closeUntil(Long.MAX_VALUE, around);
    }

    /**
     * Who delivers the symbol.
     *
     * @return its feeds, for looking at
     */
    public Delivery delivery() {
        return delivery;
    }

    /**
     * Up to when the symbol's bars are closed.
     *
     * @return all that end at or before this
     */
    public long closedUntilUs() {
        return closedUntilUs;
    }

    /**
     * How far on from a time its feeds covered the symbol without a hole, as far as bars are closed: where there is no bar in it, the
     * market was quiet.
     *
     * @param fromUs from when
     * @param toUs and not beyond this
     * @param calendar the instrument's
     * @return the time, {@code fromUs} if it was not covered, or is so long ago that its holes are forgotten
     */
    public long coveredUntil(long fromUs, long toUs, TradingCalendar calendar) {
        Timeframe coarsest = tree.timeframe(tree.levels() - 1);
        if (keptFromUs != Long.MIN_VALUE && fromUs < calendar.startOf(coarsest, keptFromUs)) {
            return fromUs;
        }
        return coverage.coveredUntil(fromUs, Math.min(toUs, closedUntilUs), calendar);
    }

    /**
     * When there is something to say next: the earliest end of an open bar, or of empty slots.
     *
     * @return the time, or the greatest time if there is none
     */
    public long nextEndUs() {
        return Math.min(cascade.nextEndUs(), emptySlots.nextUs());
    }

    /**
     * Whether something came in since the open bars were said last.
     *
     * @return true if {@link #sayForming} may have something to say
     */
    public boolean hasFormed() {
        return formed;
    }

    /**
     * Says the open bars that have changed since the last time. It changes nothing that is kept.
     *
     * @param around what to work with
     */
    public void sayForming(SymbolSurroundings around) {
        formed = false;
        formingBars.say(coverage, around.instrument(), around.source(), around.listener()::forming);
    }

    /**
     * The open bars of a state that was read to be looked at: all of them, whoever has heard of them before.
     *
     * @param instrument reference data of the symbol
     * @param source what bars built here are called
     * @return the bars as they stand, of every timeframe that has ticks
     */
    public List<Bar> openBars(Instrument instrument, BarSource source) {
        List<Bar> open = new ArrayList<>();
        formingBars.say(coverage, instrument, source, open::add);
        return open;
    }

    /**
     * Whether hearing from the feeds closes a bar now.
     *
     * @param around what to work with
     * @return true if {@link #advance} would close one
     */
    public boolean isDue(SymbolSurroundings around) {
        return saturatedAdd(nextEndUs(), around.graceUs()) <= delivery.heardUs(clockUs, around);
    }

    /**
     * Moves the clock to what the feeds have delivered, and closes what is due.
     *
     * @param around what to work with
     */
    public void advance(SymbolSurroundings around) {
        long heardUs = delivery.heardUs(clockUs, around);
        if (heardUs > clockUs) {
            clockUs = heardUs;
            closeUntil(clockUs - around.graceUs(), around);
        }
    }

    private void closeUntil(long endUs, SymbolSurroundings around) {
        closedUntilUs = Math.max(closedUntilUs, endUs);
        if (nextEndUs() > endUs) {
            return;
        }
        cascade.closeUntil(endUs, around.instrument(), (level, bar) -> {
            bar.complete = coverage.isCovered(
                    bar.startUs, bar.endUs, around.instrument().calendar());
            if (bar.tickCount > 0) {
                emptySlots.before(level, bar, Math.min(endUs, clockUs), around);
            } else {
                // Every trade of it was cancelled before it closed: there is nothing to say, but what came is
                // remembered.
                bar.revision = Corrections.UNSAID;
            }
            around.closedBars().save(tree.timeframe(level), bar);
            if (bar.tickCount > 0) {
                around.say(tree.timeframe(level), bar, BarStatus.FINAL, null);
            }
        });
        if (endUs == Long.MAX_VALUE) {
            emptySlots.end(clockUs, around);
        } else {
            emptySlots.passed(endUs, around);
            expire(around);
        }
    }

    /* Closed bars and holes expire once an hour of the symbol's time, which is often enough to bound them. */
    private void expire(SymbolSurroundings around) {
        Instrument instrument = around.instrument();
        long keepUs = clockUs - around.latenessHorizonUs();
        if (keptFromUs != Long.MIN_VALUE && keepUs - keptFromUs < HOUR_US) {
            return;
        }
        for (int level = 0; level < tree.levels(); level++) {
            // As long as a coarser bar that may have to be merged from them anew.
            long longestUs = tree.longestMadeOf(level) + HOUR_US;
            long fromUs = keptFromUs == Long.MIN_VALUE ? Long.MIN_VALUE : keptFromUs - longestUs;
            around.closedBars().forget(tree.timeframe(level), fromUs, keepUs - longestUs);
        }
        long finestUs = tree.timeframe(0).lengthUs() + HOUR_US;
        around.trades()
                .forget(keptFromUs == Long.MIN_VALUE ? Long.MIN_VALUE : keptFromUs - finestUs, keepUs - finestUs);
        keptFromUs = keepUs;
        int coarsest = tree.levels() - 1;
        coverage.forgetBefore(instrument.calendar().startOf(tree.timeframe(coarsest), keepUs));
    }

    private static long saturatedAdd(long timeUs, long moreUs) {
        return timeUs > Long.MAX_VALUE - moreUs ? Long.MAX_VALUE : timeUs + moreUs;
    }
}
