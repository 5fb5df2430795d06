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
    private final Map<K, Slot<K, V>> live = new HashMap<>();
    private final List<Slot<K, V>> changed = new ArrayList<>();
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
        Slot<K, V> slot = live.get(key);
        return slot == null ? null : slot.value;
    }

    /**
     * The place of a key's live object, for those who come back to it often: it saves the look-up.
     *
     * @param key the key
     * @return its place, empty if there is no object; to be asked for anew once it {@linkplain Slot#isGone is gone}
     */
    public Slot<K, V> slot(K key) {
        load();
        return live.computeIfAbsent(key, Slot::new);
    }

    /**
     * Puts an object in, or says that it has changed.
     *
     * @param key the key
     * @param value the object
     */
    public void put(K key, V value) {
        put(slot(key), value);
    }

    /**
     * Puts an object in, or says that it has changed.
     *
     * @param slot the key's place, not gone
     * @param value the object
     */
    public void put(Slot<K, V> slot, V value) {
        change(slot, value);
    }

    /**
     * Forgets a key.
     *
     * @param key the key
     */
    public void remove(K key) {
        load();
        Slot<K, V> slot = live.get(key);
        if (slot != null && slot.value != null) {
            change(slot, null);
        }
    }

    /**
     * Visits every live object.
     *
     * @param visitor takes key and object; must not put or remove
     */
    public void forEach(BiConsumer<K, V> visitor) {
        load();
        live.forEach((key, slot) -> {
            if (slot.value != null) {
                visitor.accept(key, slot.value);
            }
        });
    }

    @Override
    void drain() {
        for (Slot<K, V> slot : changed) {
            V value = slot.value;
            write(
                    layout.keyText().apply(slot.key),
                    value == null ? null : layout.write().apply(value));
            slot.changed = false;
            if (value == null) {
                live.remove(slot.key);
                slot.gone = true;
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
                Slot<K, V> read = new Slot<>(key);
                read.value = layout.read().apply(entry.value);
                live.put(key, read);
            }
        }
        loaded = true;
    }

    private void change(Slot<K, V> slot, @Nullable V value) {
        slot.value = value;
        if (!slot.changed) {
            slot.changed = true;
            if (changed.isEmpty()) {
                toBeDrained();
            }
            changed.add(slot);
        }
    }

    /**
     * The place of a live object; no object means that there is none, or that it is to be deleted with the next commit.
     *
     * @param <K> the key
     * @param <V> the live object
     */
    public static final class Slot<K, V> {

        private final K key;
        private @Nullable V value;
        private boolean changed;
        private boolean gone;

        private Slot(K key) {
            this.key = key;
        }

        /**
         * The live object.
         *
         * @return the object, or null if there is none
         */
        public @Nullable V value() {
            return value;
        }

        /**
         * Whether the store has let go of this place: its key was deleted, or the heap was forgotten.
         *
         * @return true if the place must be asked for anew
         */
        public boolean isGone() {
            return gone;
        }
    }

    @Override
    void forgetHeap() {
        live.values().forEach(slot -> slot.gone = true);
        live.clear();
        changed.clear();
        loaded = false;
    }
}
