package io.candlewick.streams.store;

import io.candlewick.avro.Instrument;
import io.candlewick.contract.Topics;
import io.candlewick.serde.InstrumentRecords;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.RegistryException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reference data as objects, the same in every instance: a global store in memory, filled from topic {@code instruments}.
 *
 * <p><b>Thread</b>: one writes, any reads. <b>Cost</b>: a lookup is one read of a hash map; {@link #changes()} tells whether a remembered
 * answer still holds.
 */
public final class InstrumentStore implements StateStore {

    private static final Logger LOG = LoggerFactory.getLogger(InstrumentStore.class);

    private final Deserializer<Instrument> deserializer;
    private final Map<SeriesKey, io.candlewick.market.Instrument> instruments = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile boolean open;

    private InstrumentStore(Deserializer<Instrument> deserializer) {
        this.deserializer = deserializer;
    }

    /**
     * Builds the store.
     *
     * @param serdes how records are read
     * @return a builder
     */
    public static StoreBuilder<InstrumentStore> builder(RecordSerdes serdes) {
        return new Builder(serdes);
    }

    /**
     * Looks up an instrument.
     *
     * @param key tenant and symbol
     * @return the instrument, or null if it is unknown
     */
    public io.candlewick.market.@Nullable Instrument find(SeriesKey key) {
        return instruments.get(key);
    }

    /**
     * How often the reference data has changed.
     *
     * @return a number that grows
     */
    public long changes() {
        return changes.get();
    }

    /**
     * Takes in one record of the topic; one that is no instrument is logged and ignored.
     *
     * <p><b>Errors</b>: {@link RegistryException} when the registry is away, because ignoring it would lose a good instrument.
     *
     * @param key {@code tenant|symbol}
     * @param value the record's bytes, or null if the instrument is gone
     */
    public void put(String key, byte @Nullable [] value) {
        try {
            if (value == null) {
                instruments.remove(SeriesKey.parse(key));
            } else {
                io.candlewick.market.Instrument instrument =
                        InstrumentRecords.fromRecord(deserializer.deserialize(Topics.INSTRUMENTS.name(), value));
                instruments.put(new SeriesKey(instrument.tenant(), instrument.symbol()), instrument);
            }
            changes.incrementAndGet();
        } catch (SerializationException | IllegalArgumentException | StringIndexOutOfBoundsException unfit) {
            if (unfit instanceof RegistryException registry && registry.isRetryable()) {
                throw registry;
            }
            LOG.error("Instrument '{}' is ignored: {}", key, unfit.getMessage());
        }
    }

    @Override
    public String name() {
        return StoreNames.INSTRUMENTS;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        StringDeserializer keys = new StringDeserializer();
        context.register(root, (key, value) -> put(keys.deserialize(Topics.INSTRUMENTS.name(), key), value));
        open = true;
    }

    @Override
    public void close() {
        instruments.clear();
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    private static final class Builder implements StoreBuilder<InstrumentStore> {

        private final RecordSerdes serdes;

        Builder(RecordSerdes serdes) {
            this.serdes = serdes;
        }

        @Override
        public InstrumentStore build() {
            return new InstrumentStore(serdes.record(Instrument.class).deserializer());
        }

        @Override
        public StoreBuilder<InstrumentStore> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<InstrumentStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<InstrumentStore> withLoggingEnabled(Map<String, String> config) {
            return this;
        }

        @Override
        public StoreBuilder<InstrumentStore> withLoggingDisabled() {
            return this;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return StoreNames.INSTRUMENTS;
        }
    }
}
