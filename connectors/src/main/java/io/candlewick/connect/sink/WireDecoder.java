package io.candlewick.connect.sink;

import io.candlewick.avro.EconomicEvent;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
import io.candlewick.serde.AvroReader;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RecordBody;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.RegistryException;
import io.candlewick.serde.SchemaRegistry;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The fast path: takes a record's bytes as they are ({@code ByteArrayConverter}) and reads our Avro from them itself, without a struct
 * and its map of fields in between.
 */
public final class WireDecoder implements RecordDecoder {

    private final Opener ticks;
    private final Opener bars;
    private final Opener events;
    private final Opener openedIndicators;
    private final RecordBody<IndicatorValues> indicators;
    private final RegistryProbe probe;

    /** Asks the registry anything it must be able to answer; throws {@link RegistryException} if it does not. */
    private interface RegistryProbe {
        /** Asks. */
        void ask();
    }

    /** Finds the fields in a record's bytes. */
    private interface Opener {
        AvroReader open(String topic, byte[] bytes);
    }

    /**
     * A decoder.
     *
     * @param serdes how the bytes are read; those of Candlewick itself are read where they lie
     * @param registry where schemas are looked up
     */
    public WireDecoder(RecordSerdes serdes, SchemaRegistry registry) {
        RecordBody<Tick> tick = RecordBody.ofTicks(registry);
        RecordBody<Bar> bar = RecordBody.ofBars(registry);
        boolean own = serdes instanceof CandlewickSerdes;
        this.ticks =
                own ? (topic, bytes) -> tick.open(bytes) : reread(serdes.tick().deserializer(), tick);
        this.bars =
                own ? (topic, bytes) -> bar.open(bytes) : reread(serdes.bar().deserializer(), bar);
        RecordBody<EconomicEvent> event = RecordBody.ofEvents(registry);
        this.events = own
                ? (topic, bytes) -> event.open(bytes)
                : reread(serdes.record(EconomicEvent.class).deserializer(), event);
        this.indicators = RecordBody.ofIndicators(registry);
        this.openedIndicators = own
                ? (topic, bytes) -> indicators.open(bytes)
                : reread(serdes.indicators().deserializer(), indicators);
        this.probe = registry::subjects;
    }

    /** Another house's serdes know their own bytes: what they read is written in ours. */
    private static <T> Opener reread(Deserializer<T> deserializer, RecordBody<T> body) {
        return (topic, bytes) -> body.of(deserializer.deserialize(topic, bytes));
    }

    @Override
    public AvroReader tick(SinkRecord record) throws DeliveryException {
        return open(record, ticks);
    }

    @Override
    public AvroReader bar(SinkRecord record) throws DeliveryException {
        return open(record, bars);
    }

    @Override
    public AvroReader event(SinkRecord record) throws DeliveryException {
        return open(record, events);
    }

    private AvroReader open(SinkRecord record, Opener opener) throws DeliveryException {
        byte[] bytes = bytesOf(record);
        try {
            return opener.open(record.topic(), bytes);
        } catch (RegistryException refused) {
            throw new DeliveryException(classOf(refused), String.valueOf(refused.getMessage()), refused);
        } catch (SerializationException unreadable) {
            throw unreadable(unreadable);
        }
    }

    @Override
    public @Nullable IndicatorValues indicators(SinkRecord record, BarLane lane) throws DeliveryException {
        AvroReader values = open(record, openedIndicators);
        try {
            return lane.takesIndicators(values) ? indicators.read(values) : null;
        } catch (SerializationException unreadable) {
            throw unreadable(unreadable);
        }
    }

    private static DeliveryException unreadable(SerializationException cause) {
        return new DeliveryException(FailureClass.BAD_ROW, "cannot be read: " + cause.getMessage(), cause);
    }

    private static byte[] bytesOf(SinkRecord record) throws DeliveryException {
        if (record.value() instanceof byte[] bytes) {
            return bytes;
        }
        if (record.value() == null) {
            throw new DeliveryException(FailureClass.BAD_ROW, "has no value", null);
        }
        throw new DeliveryException(
                FailureClass.FATAL,
                "value is a " + record.value().getClass().getName()
                        + "; set value.converter=org.apache.kafka.connect.converters.ByteArrayConverter, or a converter"
                        + " whose values have fields, such as one of Avro or JSON",
                null);
    }

    /** One unknown schema id is a bad record; a registry that refuses everything, a wrong password say, must not empty a topic. */
    private FailureClass classOf(RegistryException refused) {
        if (refused.isRetryable()) {
            return FailureClass.RETRYABLE;
        }
        try {
            probe.ask();
            return FailureClass.BAD_ROW;
        } catch (RegistryException alsoRefused) {
            return alsoRefused.isRetryable() ? FailureClass.RETRYABLE : FailureClass.FATAL;
        }
    }
}
