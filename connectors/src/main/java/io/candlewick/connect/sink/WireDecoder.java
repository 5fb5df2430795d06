package io.candlewick.connect.sink;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.RegistryException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The fast path: takes a record's bytes as they are ({@code ByteArrayConverter}) and reads our Avro from them itself, without a struct
 * and its map of fields in between.
 */
public final class WireDecoder implements RecordDecoder {

    private final Deserializer<Tick> ticks;
    private final Deserializer<Bar> bars;
    private final Deserializer<IndicatorValues> indicators;
    private final RegistryProbe probe;

    /** Asks the registry anything it must be able to answer; throws {@link RegistryException} if it does not. */
    public interface RegistryProbe {
        /** Asks. */
        void ask();
    }

    /**
     * A decoder.
     *
     * @param serdes how the bytes are read
     * @param probe tells a registry that does not know one schema from one that refuses us altogether
     */
    public WireDecoder(RecordSerdes serdes, RegistryProbe probe) {
        this.ticks = serdes.tick().deserializer();
        this.bars = serdes.bar().deserializer();
        this.indicators = serdes.indicators().deserializer();
        this.probe = probe;
    }

    @Override
    public Tick tick(SinkRecord record) throws DeliveryException {
        return decode(record, ticks);
    }

    @Override
    public Bar bar(SinkRecord record) throws DeliveryException {
        return decode(record, bars);
    }

    @Override
    public IndicatorValues indicators(SinkRecord record) throws DeliveryException {
        IndicatorValues values = decode(record, indicators);
        for (IndicatorColumn column : values.columns()) {
            if (!IndicatorColumn.isName(column.name())) {
                throw new DeliveryException(
                        FailureClass.BAD_ROW,
                        "names a value '" + column.name()
                                + "'; a name is lower-case letters, digits and _, at most 63, and begins with a letter",
                        null);
            }
        }
        return values;
    }

    private <T> T decode(SinkRecord record, Deserializer<T> deserializer) throws DeliveryException {
        byte[] bytes = bytesOf(record);
        @Nullable T value;
        try {
            value = deserializer.deserialize(record.topic(), bytes);
        } catch (RegistryException refused) {
            throw new DeliveryException(classOf(refused), String.valueOf(refused.getMessage()), refused);
        } catch (SerializationException unreadable) {
            throw new DeliveryException(FailureClass.BAD_ROW, "cannot be read: " + unreadable.getMessage(), unreadable);
        }
        if (value == null) {
            throw new DeliveryException(FailureClass.BAD_ROW, "cannot be read: there is no value in it", null);
        }
        return value;
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
                        + "; set value.converter=org.apache.kafka.connect.converters.ByteArrayConverter",
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
