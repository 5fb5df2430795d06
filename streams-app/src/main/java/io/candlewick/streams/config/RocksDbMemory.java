package io.candlewick.streams.config;

import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory that all RocksDB stores of a process share: blocks, indexes, Bloom filters and what is not yet written.
 *
 * <p>Left to itself each store takes up to 98 MiB, and a lane of four partitions has a store of each kind a partition. Here they share one
 * cache of the whole size; buffers of writes take at most half of it and are counted against it. Kafka Streams gives every table a Bloom
 * filter; with the indexes it lives in the cache too, so the size stated is the size used. <b>Thread</b>: any.
 */
public final class RocksDbMemory {

    /** Under this name the properties of Kafka Streams carry the one object of the process to {@link SharedRocksDb}. */
    static final String PROPERTY = "candlewick.rocksdb.memory";

    private static final int WRITE_PART = 2;

    private final ByteSize size;
    private @Nullable Shared shared;

    private record Shared(Cache cache, WriteBufferManager writes) {}

    /**
     * Nothing is allocated before the first store is opened.
     *
     * @param size of all of it
     */
    public RocksDbMemory(ByteSize size) {
        this.size = size;
    }

    /**
     * What was configured.
     *
     * @return size of all of it
     */
    public ByteSize size() {
        return size;
    }

    /** Gives a store its share. */
    void apply(Options options) {
        Shared memory = shared();
        options.setWriteBufferManager(memory.writes);
        // Neighbouring keys share most of their text. Values of ours are read rarely and compressed when they are
        // written out.
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
        if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
            table.setBlockCache(memory.cache)
                    .setCacheIndexAndFilterBlocks(true)
                    .setCacheIndexAndFilterBlocksWithHighPriority(true)
                    .setPinTopLevelIndexAndFilter(true);
            options.setTableFormatConfig(table);
        }
    }

    /* Never closed: the stores of every lane use it as long as the process lives. */
    private synchronized Shared shared() {
        Shared known = shared;
        if (known == null) {
            RocksDB.loadLibrary();
            Cache cache = new LRUCache(size.bytes());
            known = new Shared(cache, new WriteBufferManager(size.bytes() / WRITE_PART, cache));
            shared = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return size.toString();
    }
}
