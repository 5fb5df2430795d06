package io.candlewick.streams.store;

import io.candlewick.streams.domain.bar.StateCodec;
import io.candlewick.streams.domain.bar.SymbolState;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

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
     * The closed bars that a late tick can still correct; the keys are laid out by {@link ClosedBarStore}.
     *
     * @return a builder
     */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> closedBars() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(StoreNames.CLOSED_BARS), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    /**
     * Every store that bars are made in.
     *
     * @param codec the entries' layout
     * @return their builders
     */
    public static Set<StoreBuilder<?>> all(StateCodec codec) {
        return Set.of(symbols(codec), feedClocks(), closedBars(), trades());
    }
}
