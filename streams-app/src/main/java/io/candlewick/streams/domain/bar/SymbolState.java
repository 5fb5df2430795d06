package io.candlewick.streams.domain.bar;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.avro.PriceBasis;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All there is to know of one symbol: its open bars, its clock, its feeds and what they covered.
 *
 * <p>The clock is the time up to which every active feed has delivered; a bar closes when the clock reaches its end plus grace. A feed
 * has delivered up to its last heartbeat, or its last tick of this symbol if that is later. The clock never goes back, except that the
 * end of the last feed ends the session and forgets everything: what starts after it starts anew.
 *
 * <p><b>Thread</b>: the task's. <b>Cost</b>: a tick within the newest bar costs two comparisons and one fold; the clock is read only in
 * the grace after a bar's start.
 */
public final class SymbolState {

    private static final long HOUR_US = TimeUnit.HOURS.toMicros(1);

    private final TimeframeTree tree;
    final BarCascade cascade;
    final List<FeedProgress> feeds = new ArrayList<>(1);
    final Coverage coverage;
    long clockUs;
    /* Bars that end at or before this are closed. Kept beside the clock, because an instrument's grace may be changed. */
    long closedUntilUs;
    /* Bars that ended before this are no longer kept for corrections. */
    long keptFromUs;

    /** A feed that delivers this symbol. */
    static final class FeedProgress {

        final String feed;
        long tickTimeUs;
        boolean up;

        FeedProgress(String feed, long tickTimeUs, boolean up) {
            this.feed = feed;
            this.tickTimeUs = tickTimeUs;
            this.up = up;
        }
    }

    /**
     * What the state needs to work with, the same for every tick of a symbol in one task.
     *
     * @param instrument reference data of the symbol
     * @param source what bars built here are called
     * @param clocks the feeds' heartbeats in this partition
     * @param closedBars the closed bars of this symbol
     * @param listener hears of bars
     * @param graceUs the instrument's grace
     * @param latenessHorizonUs the instrument's lateness horizon
     */
    public record Surroundings(
            Instrument instrument,
            BarSource source,
            FeedClocks clocks,
            ClosedBars closedBars,
            BarListener listener,
            long graceUs,
            long latenessHorizonUs) {

        /**
         * Takes grace and horizon from the instrument.
         *
         * @param instrument reference data of the symbol
         * @param source what bars built here are called
         * @param clocks the feeds' heartbeats in this partition
         * @param closedBars the closed bars of this symbol
         * @param listener hears of bars
         */
        public Surroundings(
                Instrument instrument,
                BarSource source,
                FeedClocks clocks,
                ClosedBars closedBars,
                BarListener listener) {
            this(
                    instrument,
                    source,
                    clocks,
                    closedBars,
                    listener,
                    TimeUnit.MILLISECONDS.toMicros(instrument.grace().toMillis()),
                    TimeUnit.MILLISECONDS.toMicros(instrument.latenessHorizon().toMillis()));
        }
    }

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
        this.coverage = coverage;
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
    public Admission add(Tick tick, long offset, Surroundings around) {
        Instrument instrument = around.instrument();
        if ((tick.kind() == TickKind.QUOTE) != (instrument.priceBasis() == PriceBasis.QUOTE)) {
            return Admission.NOT_COUNTED;
        }
        long timeUs = tick.eventTimeUs();
        FeedProgress feed = feedOf(tick.feed(), timeUs);
        feed.tickTimeUs = Math.max(feed.tickTimeUs, timeUs);
        if (cascade.isNewestAt(timeUs, closedUntilUs)) {
            // All that ended before this bar is closed, so no tick within it can close anything: the clock may lag
            // until one passes it.
            cascade.add(tick, offset, instrument);
            return Admission.ADDED;
        }
        advance(around);
        long endUs = instrument.calendar().endOf(tree.timeframe(0), timeUs);
        if (endUs > closedUntilUs) {
            cascade.add(tick, offset, instrument);
            return Admission.ADDED;
        }
        if (endUs < Math.max(keptFromUs, clockUs - around.latenessHorizonUs())) {
            return Admission.TOO_LATE;
        }
        correct(tick, offset, around);
        return Admission.CORRECTED;
    }

    /**
     * A feed starts, or starts again, to deliver the symbol.
     *
     * @param name the feed
     * @param fromUs from here on it delivers everything
     * @param around what to work with
     */
    public void started(String name, long fromUs, Surroundings around) {
        FeedProgress known = find(name);
        if (known == null) {
            feeds.add(new FeedProgress(name, fromUs, true));
        } else {
            if (known.up && isOnlyUp(known)) {
                // It comes back without having said that it left: nothing is known of the time between.
                long deliveredUs = Math.max(known.tickTimeUs, around.clocks().saidUs(name));
                coverage.lost(Math.min(deliveredUs, fromUs));
            }
            known.up = true;
            known.tickTimeUs = Math.max(known.tickTimeUs, fromUs);
        }
        coverage.covered(fromUs);
        advance(around);
    }

    /**
     * A feed lost its source.
     *
     * @param name the feed
     * @param atUs all up to here was delivered
     * @param around what to work with
     */
    public void down(String name, long atUs, Surroundings around) {
        FeedProgress feed = feedOf(name, atUs);
        feed.tickTimeUs = Math.max(feed.tickTimeUs, atUs);
        if (isOnlyUp(feed)) {
            coverage.lost(atUs);
        }
        advance(around);
        feed.up = false;
    }

    /**
     * A feed has delivered all it ever will. The end of the last one closes every bar.
     *
     * @param name the feed
     * @param atUs all up to here was delivered
     * @param around what to work with
     * @return true if no feed is left, so that the symbol is to be forgotten
     */
    public boolean ended(String name, long atUs, Surroundings around) {
        FeedProgress feed = feedOf(name, atUs);
        feed.tickTimeUs = Math.max(feed.tickTimeUs, atUs);
        if (isOnlyUp(feed)) {
            coverage.lost(atUs);
        }
        advance(around);
        feeds.remove(feed);
        if (!feeds.isEmpty()) {
            advance(around);
            return false;
        }
        closeUntil(Long.MAX_VALUE, around);
        return true;
    }

    /**
     * Whether a feed delivers, or has delivered, this symbol.
     *
     * @param name the feed
     * @return true between its start and its end
     */
    public boolean isDeliveredBy(String name) {
        return find(name) != null;
    }

    /**
     * Whether a feed delivers this symbol and has not lost its source.
     *
     * @param name the feed
     * @return true after STARTED, until DOWN or ENDED
     */
    public boolean isUp(String name) {
        FeedProgress feed = find(name);
        return feed != null && feed.up;
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
        return coverage.coveredUntil(fromUs, Math.min(toUs, closedUntilUs));
    }

    /**
     * Earliest end of an open bar.
     *
     * @return the time, or the greatest time if no bar is open
     */
    public long nextEndUs() {
        return cascade.nextEndUs();
    }

    /**
     * Whether hearing from the feeds closes a bar now.
     *
     * @param around what to work with
     * @return true if {@link #advance} would close one
     */
    public boolean isDue(Surroundings around) {
        return saturatedAdd(cascade.nextEndUs(), around.graceUs()) <= heardUs(around.clocks());
    }

    /**
     * Moves the clock to what the feeds have delivered, and closes what is due.
     *
     * @param around what to work with
     */
    public void advance(Surroundings around) {
        long heardUs = heardUs(around.clocks());
        if (heardUs > clockUs) {
            clockUs = heardUs;
            closeUntil(clockUs - around.graceUs(), around);
        }
    }

    private void closeUntil(long endUs, Surroundings around) {
        closedUntilUs = Math.max(closedUntilUs, endUs);
        if (cascade.nextEndUs() > endUs) {
            return;
        }
        cascade.closeUntil(endUs, around.instrument(), (level, bar) -> {
            bar.complete = coverage.isCovered(bar.startUs, bar.endUs);
            around.closedBars().save(tree.timeframe(level), bar);
            say(level, bar, BarStatus.FINAL, null, around);
        });
        if (endUs != Long.MAX_VALUE) {
            expire(around);
        }
    }

    private void correct(Tick tick, long offset, Surroundings around) {
        Instrument instrument = around.instrument();
        for (int level = 0; level < tree.levels(); level++) {
            if (isClosed(level, tick, instrument)) {
                correctClosed(level, tick, offset, around);
            } else if (isClosed(tree.base(level), tick, instrument)) {
                cascade.coarserAt(level, tick.eventTimeUs(), instrument)
                        .add(tick, offset, instrument.priceScale(), instrument.sizeScale());
            }
            // Else the open bar that this one is merged from carries the tick up when it closes.
        }
    }

    /* A bar of a calendar that was changed since may be open in its place; then there is none to fold into. */
    private boolean isClosed(int level, Tick tick, Instrument instrument) {
        return instrument.calendar().endOf(tree.timeframe(level), tick.eventTimeUs()) <= closedUntilUs
                || cascade.isTaken(level, tick.eventTimeUs());
    }

    private void correctClosed(int level, Tick tick, long offset, Surroundings around) {
        Instrument instrument = around.instrument();
        long startUs = instrument.calendar().startOf(tree.timeframe(level), tick.eventTimeUs());
        BarAccumulator bar = around.closedBars().find(tree.timeframe(level), startUs);
        boolean saidBefore = bar != null;
        if (bar == null) {
            bar = cascade.open(level, tick.eventTimeUs(), instrument);
            bar.complete = coverage.isCovered(bar.startUs, bar.endUs);
        } else {
            bar.revision++;
        }
        bar.add(tick, offset, instrument.priceScale(), instrument.sizeScale());
        around.closedBars().save(tree.timeframe(level), bar);
        if (saidBefore) {
            say(level, bar, BarStatus.CORRECTED, CorrectionCause.LATE_TICK, around);
        } else {
            say(level, bar, BarStatus.FINAL, null, around);
        }
    }

    private void say(
            int level, BarAccumulator bar, BarStatus status, @Nullable CorrectionCause cause, Surroundings around) {
        around.listener()
                .said(
                        Bars.toBar(bar, around.instrument(), tree.timeframe(level), around.source(), status, cause),
                        new BarListener.Lineage(bar.firstOffset, bar.lastOffset));
    }

    /* Closed bars and holes expire once an hour of the symbol's time, which is often enough to bound them. */
    private void expire(Surroundings around) {
        Instrument instrument = around.instrument();
        long keepUs = clockUs - around.latenessHorizonUs();
        if (keptFromUs != Long.MIN_VALUE && keepUs - keptFromUs < HOUR_US) {
            return;
        }
        for (int level = 0; level < tree.levels(); level++) {
            long longestUs = tree.timeframe(level).lengthUs() + HOUR_US;
            long fromUs = keptFromUs == Long.MIN_VALUE ? Long.MIN_VALUE : keptFromUs - longestUs;
            around.closedBars().forget(tree.timeframe(level), fromUs, keepUs - longestUs);
        }
        keptFromUs = keepUs;
        int coarsest = tree.levels() - 1;
        coverage.forgetBefore(instrument.calendar().startOf(tree.timeframe(coarsest), keepUs));
    }

    /** Up to when every feed that is up has delivered; where none is, what the last one said. */
    private long heardUs(FeedClocks clocks) {
        long heardUs = Long.MAX_VALUE;
        for (FeedProgress feed : feeds) {
            if (feed.up) {
                heardUs = Math.min(heardUs, Math.max(feed.tickTimeUs, clocks.saidUs(feed.feed)));
            }
        }
        return heardUs == Long.MAX_VALUE ? clockUs : heardUs;
    }

    private FeedProgress feedOf(String name, long timeUs) {
        FeedProgress known = find(name);
        if (known != null) {
            return known;
        }
        // A feed that never said that it started delivers from its first record on.
        FeedProgress joined = new FeedProgress(name, timeUs, true);
        feeds.add(joined);
        coverage.covered(timeUs);
        return joined;
    }

    private @Nullable FeedProgress find(String name) {
        for (FeedProgress feed : feeds) {
            if (feed.feed.equals(name)) {
                return feed;
            }
        }
        return null;
    }

    private boolean isOnlyUp(FeedProgress feed) {
        for (FeedProgress other : feeds) {
            if (other != feed && other.up) {
                return false;
            }
        }
        return true;
    }

    private static long saturatedAdd(long timeUs, long moreUs) {
        return timeUs > Long.MAX_VALUE - moreUs ? Long.MAX_VALUE : timeUs + moreUs;
    }
}
