package io.candlewick.streams.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A store whose values are live objects: read from RocksDB once, changed in place, and written back before each commit.
 *
 * <p>Serialising a symbol's state for every tick would cost more than everything else a tick does.
 *
 * <p><b>Shape</b>: as many live objects as the partition has keys. <b>Thread</b>: the task's.
 *
 * @param <K> the key
 * @param <V> the live object
 */
public final class LiveStore<K, V> extends WriteBehindStore<String> {

    private final Layout<K, V> layout;
    private final Map<K, Entry<K, V>> live = new HashMap<>();
    private final List<Entry<K, V>> changed = new ArrayList<>();
    private boolean loaded;
    /* What was asked for last: a tick asks for its symbol's state and then says that it changed. */
    private @Nullable K lastKey;
    private @Nullable Entry<K, V> last;

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

    static <K, V> StoreBuilder<LiveStore<K, V>> builder(String name, Layout<K, V> layout) {
        return new WriteBehindStoreBuilder<>(name, Serdes.String(), inner -> new LiveStore<>(inner, layout));
    }

    LiveStore(KeyValueStore<String, byte[]> inner, Layout<K, V> layout) {
        super(inner);
        this.layout = layout;
    }

    /**
     * The live object of a key.
     *
     * @param key the key
     * @return the object, or null if there is none
     */
    public @Nullable V get(K key) {
        load();
        Entry<K, V> entry = live.get(key);
        lastKey = key;
        last = entry;
        return entry == null ? null : entry.value;
    }

    /**
     * Puts an object in, or says that it has changed.
     *
     * @param key the key
     * @param value the object
     */
    public void put(K key, V value) {
        load();
        Entry<K, V> known = isLast(key) ? last : null;
        change(known == null ? live.computeIfAbsent(key, Entry::new) : known, value);
    }

    /**
     * Forgets a key.
     *
     * @param key the key
     */
    public void remove(K key) {
        load();
        Entry<K, V> entry = live.get(key);
        if (entry != null) {
            change(entry, null);
        }
    }

    /**
     * Visits every live object.
     *
     * @param visitor takes key and object; must not put or remove
     */
    public void forEach(BiConsumer<K, V> visitor) {
        load();
        live.forEach((key, entry) -> {
            if (entry.value != null) {
                visitor.accept(key, entry.value);
            }
        });
    }

    /* The same object is enough: who changed a state has just asked for it. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isLast(K key) {
        return key == lastKey;
    }

    @Override
    void drain() {
        forgetLast();
        for (Entry<K, V> entry : changed) {
            V value = entry.value;
            write(
                    layout.keyText().apply(entry.key),
                    value == null ? null : layout.write().apply(value));
            entry.changed = false;
            if (value == null) {
                live.remove(entry.key);
            }
        }
        changed.clear();
    }

    @SuppressWarnings("NullAway") // A null value deletes the entry; the interface is not annotated.
    private void write(String key, byte @Nullable [] value) {
        wrapped().put(key, value);
    }

    /* After a restore, and not in init: the entries are in the inner store only once the task runs. */
    private void load() {
        if (loaded) {
            return;
        }
        try (KeyValueIterator<String, byte[]> entries = wrapped().all()) {
            while (entries.hasNext()) {
                KeyValue<String, byte[]> entry = entries.next();
                K key = layout.parseKey().apply(entry.key);
                Entry<K, V> read = new Entry<>(key);
                read.value = layout.read().apply(entry.value);
                live.put(key, read);
            }
        }
        loaded = true;
    }

    private void change(Entry<K, V> entry, @Nullable V value) {
        entry.value = value;
        if (!entry.changed) {
            entry.changed = true;
            changed.add(entry);
        }
    }

    /** A live object; no value means that the key is to be deleted with the next commit. */
    private static final class Entry<K, V> {

        final K key;

        @Nullable
        V value;

        boolean changed;

        Entry(K key) {
            this.key = key;
        }
    }

    private void forgetLast() {
        lastKey = null;
        last = null;
    }

    @Override
    void forgetHeap() {
        forgetLast();
        live.clear();
        changed.clear();
        loaded = false;
    }
}
