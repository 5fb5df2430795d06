package io.candlewick.streams.store;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * A store that gathers its changes on the heap and writes them to the store within before each commit.
 *
 * <p>Kafka Streams asks a cached store to drain ({@link #flushCache()}) while it prepares a commit, before the changelog producer is flushed;
 * what is written then belongs to the same transaction as the input offsets and the output. The store's own {@code commit} comes too late for
 * that. This is the one class of ours that stands on Kafka Streams' internals ({@link WrappedStateStore}), and tests that kill the application
 * guard it.
 *
 * <p><b>Thread</b>: the task's.
 *
 * @param <K> key of the store within
 */
public abstract class WriteBehindStore<K> extends WrappedStateStore<KeyValueStore<K, byte[]>, K, byte[]> {

    WriteBehindStore(KeyValueStore<K, byte[]> inner) {
        super(inner);
    }

    /** Writes what was gathered to the store within. */
    abstract void drain();

    /** Forgets what is on the heap, gathered or read: the task goes, or its last changes are void. */
    abstract void forgetHeap();

    @Override
    public void init(StateStoreContext context, StateStore root) {
        forgetHeap();
        super.init(context, root);
    }

    @Override
    public void flushCache() {
        drain();
        super.flushCache();
    }

    @Override
    public void clearCache() {
        forgetHeap();
        super.clearCache();
    }

    @Override
    public void close() {
        forgetHeap();
        super.close();
    }
}
