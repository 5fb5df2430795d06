package io.candlewick.streams.processor;

import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.streams.domain.bar.BarListener;
import io.candlewick.streams.domain.bar.FeedClocks;
import io.candlewick.streams.domain.bar.StateCodec;
import io.candlewick.streams.domain.bar.SymbolState;
import io.candlewick.streams.domain.bar.SymbolSurroundings;
import io.candlewick.streams.store.BarChunkStore;
import io.candlewick.streams.store.ClosedBarStore;
import io.candlewick.streams.store.FeedKey;
import io.candlewick.streams.store.InstrumentStore;
import io.candlewick.streams.store.LiveStore;
import io.candlewick.streams.store.SessionKey;
import io.candlewick.streams.store.StoreNames;
import io.candlewick.streams.store.TradeStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * The symbols of one task: the session of each, and the heartbeats of their feeds.
 *
 * <p><b>Cost</b>: one look-up a tick; a session is remembered until the reference data changes. <b>Thread</b>: the task's.
 */
final class SymbolSessions {

    private final BarBuilding config;
    private final StateCodec codec;
    private final BarListener listener;
    private final InstrumentStore instruments;
    private final LiveStore<SessionKey, SymbolState> symbols;
    private final LiveStore<FeedKey, Long> clocks;
    private final BarChunkStore closedBars;
    private final TradeStore trades;
    private final Map<SessionKey, SymbolSession> sessions = new HashMap<>();
    /* Of each symbol the session asked for last: in the live lane of one tenant the only one. */
    private final Map<Symbol, SymbolSession> latest = new HashMap<>();
    private long knownChanges = -1;

    SymbolSessions(BarBuilding config, ProcessorContext<String, Object> context, BarListener listener) {
        this.config = config;
        this.codec = new StateCodec(config.tree());
        this.listener = listener;
        this.instruments = context.getStateStore(StoreNames.INSTRUMENTS);
        this.symbols = context.getStateStore(StoreNames.SYMBOLS);
        this.clocks = context.getStateStore(StoreNames.FEED_CLOCKS);
        this.closedBars = context.getStateStore(StoreNames.CLOSED_BARS);
        this.trades = context.getStateStore(StoreNames.TRADES);
    }

    /** The session a tick belongs to, or null if its instrument is not known. */
    @Nullable
    SymbolSession of(Tick tick, String run) {
        forgetChanged();
        SymbolSession known = latest.get(tick.symbol());
        if (known != null && known.isOf(tick.tenant(), run)) {
            return known;
        }
        SymbolSession found = find(new SessionKey(tick.tenant(), tick.symbol(), run));
        if (found != null) {
            latest.put(tick.symbol(), found);
        }
        return found;
    }

    /** The session of a key, or null if its instrument is not known. */
    @Nullable
    SymbolSession find(SessionKey key) {
        forgetChanged();
        SymbolSession known = sessions.get(key);
        if (known != null) {
            return known;
        }
        // What a feed says of every symbol is no tick of a symbol, whatever the reference data holds.
        Instrument instrument = key.symbol().equals(Symbol.EVERY) ? null : instruments.find(key.series());
        if (instrument == null) {
            return null;
        }
        SymbolSurroundings around = new SymbolSurroundings(
                instrument,
                config.source(),
                clocksOf(key),
                new ClosedBarStore(closedBars, codec, key),
                trades.tape(key),
                listener);
        SymbolSession made = new SymbolSession(key, around, symbols);
        sessions.put(key, made);
        return made;
    }

    private void forgetChanged() {
        long changes = instruments.changes();
        if (changes != knownChanges) {
            sessions.clear();
            latest.clear();
            knownChanges = changes;
        }
    }

    /** The state of a session, a new one if nobody has delivered the symbol yet. */
    SymbolState stateOf(SymbolSession session) {
        SymbolState state = session.state();
        return state == null ? new SymbolState(config.tree()) : state;
    }

    void forEach(BiConsumer<SessionKey, SymbolState> visitor) {
        symbols.forEach(visitor);
    }

    /** Forgets a symbol, its closed bars, and with the last symbol of a replay the heartbeats of its feeds. */
    void forget(SymbolSession session) {
        SessionKey key = session.key();
        symbols.remove(key);
        for (Timeframe timeframe : config.tree().timeframes()) {
            session.around().closedBars().forget(timeframe, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        session.around().trades().forget(Long.MIN_VALUE, Long.MAX_VALUE);
        trades.release(key);
        sessions.remove(key);
        latest.remove(key.symbol());
        if (!key.run().equals(Runs.NONE) && isLastOfItsRun(key)) {
            clocks.forEach((feed, saidUs) -> {
                if (isOfRun(feed, key)) {
                    clocks.remove(feed);
                }
            });
        }
    }

    private boolean isLastOfItsRun(SessionKey key) {
        AtomicBoolean found = new AtomicBoolean();
        symbols.forEach((other, state) -> {
            if (other.run().equals(key.run()) && other.tenant().equals(key.tenant())) {
                found.set(true);
            }
        });
        return !found.get();
    }

    private static boolean isOfRun(FeedKey feed, SessionKey key) {
        return feed.run().equals(key.run()) && feed.tenant().equals(key.tenant());
    }

    /** Remembers how far a feed has said to have delivered. */
    void heard(FeedKey feed, long timeUs) {
        clocks.put(feed, timeUs);
    }

    /** A feed that starts at a time has delivered nothing beyond it, whatever it said in an earlier life. */
    void startedAt(FeedKey feed, long timeUs) {
        Long saidUs = clocks.get(feed);
        if (saidUs != null && saidUs > timeUs) {
            clocks.put(feed, timeUs);
        }
    }

    /** What the feeds of a tenant and run have said. */
    FeedClocks clocksOf(SessionKey key) {
        return new Clocks(key);
    }

    /** Remembers the feed it was asked for last, which is usually the only one. */
    private final class Clocks implements FeedClocks {

        private final SessionKey key;
        private @Nullable String lastFeed;
        private LiveStore.@Nullable Slot<FeedKey, Long> last;

        Clocks(SessionKey key) {
            this.key = key;
        }

        @Override
        public long saidUs(String feed) {
            LiveStore.Slot<FeedKey, Long> slot = last;
            if (slot == null || slot.isGone() || !feed.equals(lastFeed)) {
                slot = clocks.slot(new FeedKey(key.tenant(), feed, key.run()));
                last = slot;
                lastFeed = feed;
            }
            Long saidUs = slot.value();
            return saidUs == null ? Long.MIN_VALUE : saidUs;
        }
    }
}
