package io.candlewick.streams.config;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/** Lets every RocksDB store use the memory of the process, which comes with the properties. */
public final class SharedRocksDb implements RocksDBConfigSetter {

    /** For Kafka Streams. */
    public SharedRocksDb() {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> settings) {
        if (settings.get(RocksDbMemory.PROPERTY) instanceof RocksDbMemory memory) {
            memory.apply(options);
        }
    }

    @Override
    public void close(String storeName, Options options) {
        // What it uses belongs to the process and outlives the store.
    }
}
