package io.candlewick.streams.store;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Builds {@link LiveStore}s on a persistent, logged key-value store.
 *
 * @param <K> the key
 * @param <V> the live object
 */
final class LiveStoreBuilder<K, V> implements StoreBuilder<LiveStore<K, V>> {

    private final StoreBuilder<KeyValueStore<String, byte[]>> inner;
    private final LiveStore.Layout<K, V> layout;

    LiveStoreBuilder(String name, LiveStore.Layout<K, V> layout) {
        this.inner = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled();
        this.layout = layout;
    }

    @Override
    public LiveStore<K, V> build() {
        return new LiveStore<>(inner.build(), layout);
    }

    /** The live objects are the cache. */
    @Override
    public StoreBuilder<LiveStore<K, V>> withCachingEnabled() {
        return this;
    }

    /** The live objects are the cache. */
    @Override
    public StoreBuilder<LiveStore<K, V>> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<LiveStore<K, V>> withLoggingEnabled(Map<String, String> config) {
        inner.withLoggingEnabled(config);
        return this;
    }

    @Override
    public StoreBuilder<LiveStore<K, V>> withLoggingDisabled() {
        inner.withLoggingDisabled();
        return this;
    }

    @Override
    public Map<String, String> logConfig() {
        return inner.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
        return inner.loggingEnabled();
    }

    @Override
    public String name() {
        return inner.name();
    }
}
