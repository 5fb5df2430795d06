package io.candlewick.streams.store;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store whose values are live objects: read from RocksDB once, changed in place, and written back before each commit.
 *
 * <p>Serialising a symbol's state for every tick would cost more than everything else a tick does. Kafka Streams asks a cached store to
 * drain ({@link #flushCache()}) while it prepares a commit, before the changelog producer is flushed; what is written then belongs to
 * the same transaction as the input offsets and the output. The store's own {@code commit} comes too late for that. This is the one
 * class of ours that stands on Kafka Streams' internals ({@link WrappedStateStore}), and tests that kill the application guard it.
 *
 * <p><b>Shape</b>: as many live objects as the partition has keys. <b>Thread</b>: the task's.
 *
 * @param <K> the key
 * @param <V> the live object
 */
public final class LiveStore<K, V> extends WrappedStateStore<KeyValueStore<String, byte[]>, String, byte[]> {

    private final Layout<K, V> layout;
    private final Map<K, V> live = new HashMap<>();
    private final Set<K> changed = new LinkedHashSet<>();
    private boolean loaded;

    /**
     * How keys and live objects are written.
     *
     * @param keyText the key as text
     * @param parseKey the key of a text
     * @param write the object as bytes
     * @param read the object of bytes
     * @param <K> the key
     * @param <V> the live object
     */
    public record Layout<K, V>(
            Function<K, String> keyText,
            Function<String, K> parseKey,
            Function<V, byte[]> write,
            Function<byte[], V> read) {}

    LiveStore(KeyValueStore<String, byte[]> inner, Layout<K, V> layout) {
        super(inner);
        this.layout = layout;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        forgetLive();
        super.init(context, root);
    }

    /**
     * The live object of a key.
     *
     * @param key the key
     * @return the object, or null if there is none
     */
    public @Nullable V get(K key) {
        load();
        return live.get(key);
    }

    /**
     * Puts an object in, or says that it has changed.
     *
     * @param key the key
     * @param value the object
     */
    public void put(K key, V value) {
        load();
        live.put(key, value);
        changed.add(key);
    }

    /**
     * Forgets a key.
     *
     * @param key the key
     */
    public void remove(K key) {
        load();
        live.remove(key);
        changed.add(key);
    }

    /**
     * Visits every live object.
     *
     * @param visitor takes key and object; must not put or remove
     */
    public void forEach(BiConsumer<K, V> visitor) {
        load();
        live.forEach(visitor);
    }

    @Override
    public void flushCache() {
        for (K key : changed) {
            V value = live.get(key);
            write(
                    layout.keyText().apply(key),
                    value == null ? null : layout.write().apply(value));
        }
        changed.clear();
        super.flushCache();
    }

    @SuppressWarnings("NullAway") // A null value deletes the entry; the interface is not annotated.
    private void write(String key, byte @Nullable [] value) {
        wrapped().put(key, value);
    }

    @Override
    public void clearCache() {
        forgetLive();
        super.clearCache();
    }

    @Override
    public void close() {
        forgetLive();
        super.close();
    }

    /* After a restore, and not in init: the entries are in the inner store only once the task runs. */
    private void load() {
        if (loaded) {
            return;
        }
        try (KeyValueIterator<String, byte[]> entries = wrapped().all()) {
            while (entries.hasNext()) {
                KeyValue<String, byte[]> entry = entries.next();
                live.put(layout.parseKey().apply(entry.key), layout.read().apply(entry.value));
            }
        }
        loaded = true;
    }

    private void forgetLive() {
        live.clear();
        changed.clear();
        loaded = false;
    }
}
