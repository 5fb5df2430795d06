package io.candlewick.ingest.replay;

import io.candlewick.avro.FeedStatus;
import io.candlewick.ingest.publish.TickPublisher;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a replay says in band about itself: STARTED, ALIVE, DOWN and ENDED, so that bars close by the log and not by a clock.
 *
 * <p>An ALIVE is sent when event time reaches a new multiple of the interval, before the tick that reached it; a hole of hours gets one.
 * <b>Thread</b>: one.
 */
final class FeedMarks {

    private static final long US_PER_MINUTE = 60_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final TickPublisher publisher;
    private final long intervalUs;
    private final OptionalLong fromUs;
    private final SortedSet<Symbol> started = new TreeSet<>();
    private final Set<Symbol> down = new HashSet<>();
    private Symbol lastSymbol = Symbol.EVERY;
    private long aliveUs = NEVER;
    private long heartbeats;

    FeedMarks(TickPublisher publisher, long intervalUs, OptionalLong fromUs) {
        this.publisher = publisher;
        this.intervalUs = intervalUs;
        this.fromUs = fromUs;
    }

    /** Declares symbols that are known to be in the files from the declared start on, whether or not they have ticks. */
    void declare(Set<Symbol> symbols, Tick.Origin origin) {
        if (fromUs.isPresent()) {
            for (Symbol symbol : symbols) {
                start(symbol, fromUs.getAsLong(), origin);
            }
        }
    }

    /** Says what must be said before a tick. */
    void before(Symbol symbol, long eventTimeUs, Tick.Origin origin) {
        if (!symbol.equals(lastSymbol) || !down.isEmpty()) {
            lastSymbol = symbol;
            if (down.remove(symbol)) {
                // What came before this tick in its minute is lost, so the mark must not claim the minute.
                start(symbol, eventTimeUs, origin);
            } else if (!started.contains(symbol)) {
                start(symbol, fromUs.orElse(minuteOf(eventTimeUs)), origin);
            }
        }
        alive(eventTimeUs, origin);
    }

    /** Says that the feed lives if event time has reached a new interval. */
    void alive(long eventTimeUs, Tick.Origin origin) {
        if (aliveUs != NEVER && eventTimeUs - aliveUs < intervalUs) {
            return;
        }
        long timeUs = Math.floorDiv(eventTimeUs, intervalUs) * intervalUs;
        if (aliveUs == NEVER) {
            aliveUs = timeUs;
        } else if (timeUs > aliveUs) {
            publisher.publish(Tick.heartbeat(origin, Symbol.EVERY, timeUs, FeedStatus.ALIVE));
            aliveUs = timeUs;
            heartbeats++;
        }
    }

    /** Says that the source of a symbol broke off. */
    void down(Symbol symbol, long timeUs, Tick.Origin origin) {
        if (started.contains(symbol) && down.add(symbol)) {
            publisher.publish(Tick.heartbeat(origin, symbol, timeUs, FeedStatus.DOWN));
        }
    }

    /** Says of every symbol that nothing more will come. */
    void end(long timeUs, Tick.Origin origin) {
        for (Symbol symbol : started) {
            publisher.publish(Tick.heartbeat(origin, symbol, timeUs, FeedStatus.ENDED));
        }
    }

    private void start(Symbol symbol, long timeUs, Tick.Origin origin) {
        publisher.publish(Tick.heartbeat(origin, symbol, timeUs, FeedStatus.STARTED));
        started.add(symbol);
    }

    SortedSet<Symbol> symbols() {
        return started;
    }

    long heartbeats() {
        return heartbeats;
    }

    static long minuteOf(long timeUs) {
        return Math.floorDiv(timeUs, US_PER_MINUTE) * US_PER_MINUTE;
    }

    static long endOfMinute(long timeUs) {
        return minuteOf(timeUs) + US_PER_MINUTE;
    }
}
