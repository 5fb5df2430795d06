package io.candlewick.streams.domain.bar;

import io.candlewick.avro.BarSource;
import io.candlewick.market.Instrument;

/**
 * Who delivers one symbol: its feeds, which of them its clock waits for, and which stretches of time they covered.
 *
 * <p>It hears what feeds say and closes nothing: {@link SymbolState} moves the clock afterwards. <b>Thread</b>: the task's.
 */
public final class Delivery {

    final Feeds feeds = new Feeds();
    private final Coverage coverage;
    private final EmptySlots emptySlots;

    Delivery(Coverage coverage, EmptySlots emptySlots) {
        this.coverage = coverage;
        this.emptySlots = emptySlots;
    }

    /** Looks at the feeds of a symbol. */
    @FunctionalInterface
    public interface FeedVisitor {

        /**
         * Looks at one.
         *
         * @param feed its name
         * @param deliveredUs up to when it has delivered the symbol
         * @param up whether the symbol's clock waits for it
         */
        void visit(String feed, long deliveredUs, boolean up);
    }

    /** A feed delivered a tick. */
    void hear(String name, long timeUs, SymbolSurroundings around) {
        Feeds.Feed feed = feeds.find(name);
        if (feed == null) {
            // A feed that never said that it started delivers from its first record on.
            feeds.join(name, timeUs);
            cover(timeUs, around.instrument());
            return;
        }
        if (feed.isSilent()) {
            returnOf(feed, timeUs, around);
        }
        feed.spokeOf(timeUs);
    }

    private void cover(long fromUs, Instrument instrument) {
        coverage.covered(fromUs);
        emptySlots.begin(fromUs, instrument.calendar());
    }

    /** Nobody delivers from a time on. */
    void lose(long fromUs) {
        coverage.lost(fromUs);
        emptySlots.unsettle();
    }

    /*
     * What it says of the time before its silence is not new; it is back when it goes on from there. A live feed may have lost what happened
     * meanwhile; a replay that paused has lost nothing.
     */
    private void returnOf(Feeds.Feed feed, long timeUs, SymbolSurroundings around) {
        if (timeUs > feed.tickTimeUs) {
            feed.presence = Feeds.Presence.UP;
            cover(around.source() == BarSource.LIVE ? timeUs : feed.tickTimeUs, around.instrument());
        }
    }

    /** A feed says that it starts, or starts again. */
    void started(String name, long fromUs, SymbolSurroundings around) {
        Feeds.Feed known = feeds.find(name);
        if (known == null) {
            feeds.join(name, fromUs);
        } else {
            if (known.isUp() && feeds.isAlone(known)) {
                // It comes back without having said that it left: nothing is known of the time between.
                lose(Math.min(known.deliveredUs(around.clocks()), fromUs));
            }
            known.presence = Feeds.Presence.UP;
            known.spokeOf(fromUs);
        }
        cover(fromUs, around.instrument());
    }

    /** A feed has said, of all its symbols, how far it has delivered. */
    void alive(String name, long timeUs, SymbolSurroundings around) {
        Feeds.Feed feed = feeds.find(name);
        if (feed != null && feed.isSilent()) {
            returnOf(feed, timeUs, around);
        }
    }

    /** A feed speaks of a time of this symbol alone; one that was never heard of joins with it. */
    Feeds.Feed spokeOf(String name, long timeUs, SymbolSurroundings around) {
        Feeds.Feed feed = feeds.find(name);
        if (feed == null) {
            cover(timeUs, around.instrument());
            feed = feeds.join(name, timeUs);
        }
        feed.spokeOf(timeUs);
        return feed;
    }

    /** Whether a feed that is said to have been silent since a time is not up, or has spoken of a later one. */
    boolean hasGoneOn(String name, long atUs, SymbolSurroundings around) {
        Feeds.Feed feed = feeds.find(name);
        return feed == null || !feed.isUp() || feed.deliveredUs(around.clocks()) > atUs;
    }

    /** A feed will not count any more from a time on. */
    void leaves(Feeds.Feed feed, long atUs) {
        if (feeds.isAlone(feed)) {
            lose(atUs);
        }
    }

    /** Up to when every feed that is up has delivered; where none is, what was known before. */
    long heardUs(long knownUs, SymbolSurroundings around) {
        long slowestUs = feeds.slowestUs(around.clocks());
        return slowestUs == Long.MAX_VALUE ? knownUs : slowestUs;
    }

    /**
     * Whether a feed delivers, or has delivered, this symbol.
     *
     * @param name the feed
     * @return true between its start and its end
     */
    public boolean isDeliveredBy(String name) {
        return feeds.find(name) != null;
    }

    /**
     * Whether a feed delivers this symbol and has not lost its source.
     *
     * @param name the feed
     * @return true after STARTED, until DOWN, ENDED or silence
     */
    public boolean isUp(String name) {
        Feeds.Feed feed = feeds.find(name);
        return feed != null && feed.isUp();
    }

    /**
     * Whether a feed was found silent and has not spoken since.
     *
     * @param name the feed
     * @return true until it speaks
     */
    public boolean isSilent(String name) {
        Feeds.Feed feed = feeds.find(name);
        return feed != null && feed.isSilent();
    }

    /**
     * Looks at every feed of the symbol.
     *
     * @param clocks the feeds' heartbeats
     * @param visitor told of each
     */
    public void eachFeed(FeedClocks clocks, FeedVisitor visitor) {
        for (Feeds.Feed feed : feeds.known) {
            visitor.visit(feed.name, feed.deliveredUs(clocks), feed.isUp());
        }
    }
}
