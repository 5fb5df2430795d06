package io.candlewick.streams.processor;

import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import io.candlewick.streams.domain.bar.BarListener;
import io.candlewick.streams.domain.bar.FeedClocks;
import io.candlewick.streams.domain.bar.StateCodec;
import io.candlewick.streams.domain.bar.SymbolState;
import io.candlewick.streams.domain.bar.SymbolSurroundings;
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
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The symbols of one task: the state of each, what it works with, and the heartbeats of their feeds.
 *
 * <p><b>Cost</b>: what a symbol works with is remembered until the reference data changes. <b>Thread</b>: the task's.
 */
final class SymbolSessions {

    private final BarBuilding config;
    private final StateCodec codec;
    private final BarListener listener;
    private final InstrumentStore instruments;
    private final LiveStore<SessionKey, SymbolState> symbols;
    private final LiveStore<FeedKey, Long> clocks;
    private final KeyValueStore<Bytes, byte[]> closedBars;
    private final TradeStore trades;
    private final Map<SessionKey, SymbolSurroundings> surroundings = new HashMap<>();
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

    @Nullable
    SymbolState find(SessionKey key) {
        return symbols.get(key);
    }

    SymbolState findOrMake(SessionKey key) {
        SymbolState state = symbols.get(key);
        return state == null ? new SymbolState(config.tree()) : state;
    }

    void put(SessionKey key, SymbolState state) {
        symbols.put(key, state);
    }

    void forEach(BiConsumer<SessionKey, SymbolState> visitor) {
        symbols.forEach(visitor);
    }

    /** Forgets a symbol, its closed bars, and with the last symbol of a replay the heartbeats of its feeds. */
    void forget(SessionKey key, SymbolSurroundings around) {
        symbols.remove(key);
        for (Timeframe timeframe : config.tree().timeframes()) {
            around.closedBars().forget(timeframe, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        around.trades().forget(Long.MIN_VALUE, Long.MAX_VALUE);
        trades.release(key);
        surroundings.remove(key);
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
        return feed -> {
            Long saidUs = clocks.get(new FeedKey(key.tenant(), feed, key.run()));
            return saidUs == null ? Long.MIN_VALUE : saidUs;
        };
    }

    /** What a symbol works with, or null if its instrument is not known. */
    @Nullable
    SymbolSurroundings around(SessionKey key) {
        long changes = instruments.changes();
        if (changes != knownChanges) {
            surroundings.clear();
            knownChanges = changes;
        }
        SymbolSurroundings known = surroundings.get(key);
        if (known != null) {
            return known;
        }
        Instrument instrument = instruments.find(key.series());
        if (instrument == null) {
            return null;
        }
        SymbolSurroundings made = new SymbolSurroundings(
                instrument,
                config.source(),
                clocksOf(key),
                new ClosedBarStore(closedBars, codec, key),
                trades.tape(key),
                listener);
        surroundings.put(key, made);
        return made;
    }
}
