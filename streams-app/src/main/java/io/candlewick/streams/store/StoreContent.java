package io.candlewick.streams.store;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** What a store of ours holds beneath the heap of its task: the part that others than the task may read. */
public final class StoreContent {

    private StoreContent() {}

    /**
     * A store whose keys are bytes.
     *
     * @param store of bars or snapshots
     * @return what was written to it
     */
    @SuppressWarnings("unchecked") // The builders of this package say what the keys are.
    public static ReadOnlyKeyValueStore<Bytes, byte[]> ofBytes(StateStore store) {
        return (ReadOnlyKeyValueStore<Bytes, byte[]>) within(store);
    }

    /**
     * A store whose keys are text.
     *
     * @param store of symbols or series
     * @return what was written to it
     */
    @SuppressWarnings("unchecked") // The builders of this package say what the keys are.
    public static ReadOnlyKeyValueStore<String, byte[]> ofText(StateStore store) {
        return (ReadOnlyKeyValueStore<String, byte[]>) within(store);
    }

    private static StateStore within(StateStore store) {
        return store instanceof WriteBehindStore<?> ours ? ours.wrapped() : store;
    }
}
