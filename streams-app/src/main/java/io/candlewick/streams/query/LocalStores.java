package io.candlewick.streams.query;

import io.candlewick.market.Symbol;
import io.candlewick.serde.SymbolPartitioner;
import io.candlewick.streams.store.BarChunkStore;
import io.candlewick.streams.store.BarSeriesKey;
import io.candlewick.streams.store.SeriesChanges;
import io.candlewick.streams.store.StoreContent;
import io.candlewick.streams.store.StoreNames;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.internals.StateStoreProvider;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one lane that are on this instance.
 *
 * <p>They are looked up and then read like any store. {@code KafkaStreams.query}, the newer way, locks the store's position before the store
 * while the task that writes locks them the other way round, and both wait forever (KAFKA-19629, in 4.3.1 still); positions are of no use here.
 * <b>Thread</b>: any.
 */
final class LocalStores implements LaneState.Stores {

    private static final QueryableStoreType<StateStore> AS_IT_IS = new QueryableStoreType<>() {

        @Override
        public boolean accepts(StateStore store) {
            return true;
        }

        @Override
        public StateStore create(StateStoreProvider instance, String storeName) {
            return instance.stores(storeName, this).get(0);
        }
    };

    private final KafkaStreams lane;
    private final ReferenceTopics reference;

    LocalStores(KafkaStreams lane, ReferenceTopics reference) {
        this.lane = lane;
        this.reference = reference;
    }

    @Override
    public PartitionStores of(Symbol symbol, boolean active) {
        return new Partition(SymbolPartitioner.partition(symbol, reference.partitions()), active);
    }

    private final class Partition implements PartitionStores {

        private final int partition;
        private final boolean active;

        private Partition(int partition, boolean active) {
            this.partition = partition;
            this.active = active;
        }

        @Override
        public <T extends @Nullable Object> T read(
                String store, Function<ReadOnlyKeyValueStore<Bytes, byte[]>, T> reading)
                throws StoreUnavailableException {
            return ask(store, found -> reading.apply(StoreContent.ofBytes(found)));
        }

        @Override
        public byte @Nullable [] value(String store, String key) throws StoreUnavailableException {
            return ask(store, found -> StoreContent.ofText(found).get(key));
        }

        @Override
        public SeriesChanges changes(BarSeriesKey series) throws StoreUnavailableException {
            SeriesChanges changes = ask(StoreNames.CANONICAL_BARS, found -> ((BarChunkStore) found).follow(series));
            if (changes == null) {
                throw new StoreUnavailableException("changes of " + series.text() + " cannot be followed", null);
            }
            return changes;
        }

        @Override
        public long lag() {
            LagInfo lag = lane.allLocalStorePartitionLags()
                    .getOrDefault(StoreNames.CANONICAL_BARS, Map.of())
                    .get(partition);
            return lag == null ? 0 : Math.max(0, lag.offsetLag());
        }

        private <T extends @Nullable Object> T ask(String name, Function<StateStore, T> reading)
                throws StoreUnavailableException {
            try {
                StoreQueryParameters<StateStore> wanted =
                        StoreQueryParameters.fromNameAndType(name, AS_IT_IS).withPartition(partition);
                return reading.apply(lane.store(active ? wanted : wanted.enableStaleStores()));
            } catch (StreamsException | IllegalStateException notHere) {
                throw unreadable(notHere);
            }
        }

        private static StoreUnavailableException unreadable(RuntimeException cause) {
            return new StoreUnavailableException("state cannot be read now: " + cause.getMessage(), cause);
        }
    }
}
