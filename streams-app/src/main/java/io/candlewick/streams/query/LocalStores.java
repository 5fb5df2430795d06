package io.candlewick.streams.query;

import io.candlewick.market.Symbol;
import io.candlewick.serde.SymbolPartitioner;
import io.candlewick.streams.store.BarSeriesKey;
import io.candlewick.streams.store.SeriesChanges;
import io.candlewick.streams.store.SeriesChangesQuery;
import io.candlewick.streams.store.StoreNames;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** The stores of one lane that are on this instance, by interactive queries. <b>Thread</b>: any. */
final class LocalStores implements LaneState.Stores {

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
        public <T extends @Nullable Object> T range(
                String store, RangeQuery<Bytes, byte[]> query, Function<KeyValueIterator<Bytes, byte[]>, T> reading)
                throws StoreUnavailableException {
            try (KeyValueIterator<Bytes, byte[]> entries = ask(store, query)) {
                return reading.apply(entries);
            } catch (StreamsException | IllegalStateException gone) {
                throw unreadable(gone);
            }
        }

        @Override
        public byte @Nullable [] value(String store, KeyQuery<String, byte[]> query) throws StoreUnavailableException {
            return ask(store, query);
        }

        @Override
        public SeriesChanges changes(BarSeriesKey series) throws StoreUnavailableException {
            return ask(StoreNames.CANONICAL_BARS, new SeriesChangesQuery(series));
        }

        @Override
        public long lag() {
            LagInfo lag = lane.allLocalStorePartitionLags()
                    .getOrDefault(StoreNames.CANONICAL_BARS, Map.of())
                    .get(partition);
            return lag == null ? 0 : Math.max(0, lag.offsetLag());
        }

        private <R> R ask(String store, Query<R> query) throws StoreUnavailableException {
            try {
                StateQueryRequest<R> request =
                        StateQueryRequest.inStore(store).withQuery(query).withPartitions(Set.of(partition));
                QueryResult<R> result = lane.query(active ? request.requireActive() : request)
                        .getPartitionResults()
                        .get(partition);
                if (result == null) {
                    throw new StoreUnavailableException("partition " + partition + " is not here", null);
                }
                if (result.isFailure()) {
                    throw new StoreUnavailableException(result.getFailureMessage(), null);
                }
                return result.getResult();
            } catch (StreamsException | IllegalStateException restoring) {
                throw unreadable(restoring);
            }
        }

        private static StoreUnavailableException unreadable(RuntimeException cause) {
            return new StoreUnavailableException("state cannot be read now: " + cause.getMessage(), cause);
        }
    }
}
