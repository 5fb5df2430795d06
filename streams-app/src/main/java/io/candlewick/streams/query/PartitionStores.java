package io.candlewick.streams.query;

import io.candlewick.streams.store.BarSeriesKey;
import io.candlewick.streams.store.SeriesChanges;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The stores of one partition of a lane, as far as others than its task may read them. <b>Thread</b>: any. */
interface PartitionStores {

    /** Reads a store whose keys are bytes; the reading must close what it opens. */
    <T extends @Nullable Object> T read(String store, Function<ReadOnlyKeyValueStore<Bytes, byte[]>, T> reading)
            throws StoreUnavailableException;

    /** The value of a key in a store whose keys are text, or null if there is none. */
    byte @Nullable [] value(String store, String key) throws StoreUnavailableException;

    /** What changes of the canonical bars of a series from now on. */
    SeriesChanges changes(BarSeriesKey series) throws StoreUnavailableException;

    /** How many records of the bars' changelog this copy had still to read. */
    long lag();
}
