package io.candlewick.streams.store;

import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Builds {@link WriteBehindStore}s on a persistent, logged key-value store.
 *
 * @param <K> key of the store within
 * @param <S> the store
 */
final class WriteBehindStoreBuilder<K, S extends WriteBehindStore<K>> implements StoreBuilder<S> {

    private final StoreBuilder<KeyValueStore<K, byte[]>> inner;
    private final Function<KeyValueStore<K, byte[]>, S> wrapping;

    WriteBehindStoreBuilder(String name, Serde<K> keys, Function<KeyValueStore<K, byte[]>, S> wrapping) {
        this.inner = Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, Serdes.ByteArray())
                .withCachingDisabled();
        this.wrapping = wrapping;
    }

    @Override
    public S build() {
        return wrapping.apply(inner.build());
    }

    /** What is on the heap is the cache. */
    @Override
    public StoreBuilder<S> withCachingEnabled() {
        return this;
    }

    /** What is on the heap is the cache. */
    @Override
    public StoreBuilder<S> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<S> withLoggingEnabled(Map<String, String> config) {
        inner.withLoggingEnabled(config);
        return this;
    }

    @Override
    public StoreBuilder<S> withLoggingDisabled() {
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
