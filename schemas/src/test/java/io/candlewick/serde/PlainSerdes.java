package io.candlewick.serde;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** Serdes for tests that have no registry: the Avro body alone, without the header that names its schema. */
public final class PlainSerdes implements RecordSerdes {

    @Override
    public Serde<Tick> tick() {
        return serde(new TickCodec(), new TickCodec());
    }

    @Override
    public Serde<Bar> bar() {
        return serde(new BarCodec(), new BarCodec());
    }

    @Override
    public Serde<IndicatorValues> indicators() {
        return serde(new IndicatorCodec(), new IndicatorCodec());
    }

    @Override
    public <T extends SpecificRecord> Serde<T> record(Class<T> type) {
        return serde(new SpecificCodec<>(type), new SpecificCodec<>(type));
    }

    private static <T> Serde<T> serde(AvroCodec<T> writing, AvroCodec<T> reading) {
        AvroWriter out = new AvroWriter();
        AvroReader in = new AvroReader();
        return Serdes.serdeFrom(
                (topic, value) -> write(writing, out, value), (topic, bytes) -> read(reading, in, bytes));
    }

    @SuppressWarnings("NullAway") // Kafka's tombstone: a null value is a null record.
    private static <T> byte @Nullable [] write(AvroCodec<T> codec, AvroWriter out, @Nullable T value) {
        if (value == null) {
            return null;
        }
        out.clear();
        codec.write(value, out);
        return out.toBytes();
    }

    @SuppressWarnings("NullAway") // Kafka's tombstone: a null record is a null value.
    private static <T> @Nullable T read(AvroCodec<T> codec, AvroReader in, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        in.read(bytes, 0);
        T value;
        try {
            value = codec.read(in);
        } catch (IllegalArgumentException unfit) {
            throw new SerializationException(unfit.getMessage(), unfit);
        }
        if (in.remaining() != 0) {
            throw in.broken(in.remaining() + " bytes follow the record");
        }
        return value;
    }
}
