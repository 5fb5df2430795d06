package io.candlewick.streams.store;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
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
 * <p>Tasks are asked one after the other, and each then waits until the broker has what it wrote. But all tasks of a thread share its producer and
 * its transaction, which none of them can be left out of; so the first that is asked drains the stores of all, and a commit waits for the broker
 * once and not once a partition.
 *
 * <p><b>Thread</b>: the task's.
 *
 * @param <K> key of the store within
 */
public abstract class WriteBehindStore<K> extends WrappedStateStore<KeyValueStore<K, byte[]>, K, byte[]> {

    /* Of each thread's tasks, those with something to write. */
    private static final ThreadLocal<Set<WriteBehindStore<?>>> GATHERING = ThreadLocal.withInitial(LinkedHashSet::new);

    WriteBehindStore(KeyValueStore<K, byte[]> inner) {
        super(inner);
    }

    /** To be told of the first change after each {@link #drain()}; further times change nothing. */
    final void toBeDrained() {
        GATHERING.get().add(this);
    }

    /** Writes what was gathered to the store within. */
    abstract void drain();

    /** Forgets what is on the heap, gathered or read: the task goes, or its last changes are void. */
    abstract void forgetHeap();

    @Override
    public void init(StateStoreContext context, StateStore root) {
        forget();
        super.init(context, root);
    }

    @Override
    public void flushCache() {
        for (Iterator<WriteBehindStore<?>> stores = GATHERING.get().iterator(); stores.hasNext(); ) {
            stores.next().drain();
            stores.remove();
        }
        super.flushCache();
    }

    @Override
    public void clearCache() {
        forget();
        super.clearCache();
    }

    @Override
    public void close() {
        forget();
        super.close();
    }

    private void forget() {
        GATHERING.get().remove(this);
        forgetHeap();
    }
}
