package io.candlewick.streams.store;

import io.candlewick.streams.domain.bar.StateCodec;
import io.candlewick.streams.domain.bar.SymbolState;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds the stores that bars are made in. */
public final class BarStores {

    private BarStores() {}

    /**
     * One entry a symbol, in the history lane one a symbol and replay: its clock, feeds and open bars.
     *
     * @param codec the entries' layout
     * @return a builder
     */
    public static StoreBuilder<LiveStore<SessionKey, SymbolState>> symbols(StateCodec codec) {
        return LiveStore.builder(
                StoreNames.SYMBOLS,
                new LiveStore.Layout<>(SessionKey::text, SessionKey::parse, codec::write, codec::readSymbol));
    }

    /**
     * One entry a feed: how far it has said to have delivered in this partition, as 8 bytes big-endian.
     *
     * @return a builder
     */
    public static StoreBuilder<LiveStore<FeedKey, Long>> feedClocks() {
        return LiveStore.builder(
                StoreNames.FEED_CLOCKS,
                new LiveStore.Layout<>(
                        FeedKey::text,
                        FeedKey::parse,
                        timeUs ->
                                ByteBuffer.allocate(Long.BYTES).putLong(timeUs).array(),
                        bytes -> ByteBuffer.wrap(bytes).getLong()));
    }

    /**
     * The trades that a cancel or a correction can still undo.
     *
     * @return a builder
     */
    public static StoreBuilder<TradeStore> trades() {
        return new WriteBehindStoreBuilder<>(StoreNames.TRADES, Serdes.Bytes(), TradeStore::new);
    }

    /**
     * The closed bars that a late tick can still correct; the series are named by {@link ClosedBarStore}.
     *
     * @return a builder
     */
    public static StoreBuilder<BarChunkStore> closedBars() {
        return new WriteBehindStoreBuilder<>(StoreNames.CLOSED_BARS, Serdes.Bytes(), BarChunkStore::new);
    }

    /**
     * Every store that bars are made in.
     *
     * @param codec the entries' layout
     * @return their builders, always in the same order, which the description of the topology shows
     */
    public static Set<StoreBuilder<?>> all(StateCodec codec) {
        return new LinkedHashSet<>(List.of(symbols(codec), feedClocks(), closedBars(), trades()));
    }
}
