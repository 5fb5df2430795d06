package io.candlewick.serde;

import io.candlewick.avro.EconomicEvent;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Opens the body of a record for reading field by field, in the order of our own schema whatever version of it the record was written with.
 *
 * <p>A record written with our own schema is read where it lies. One written with another version is first resolved to ours by Avro's
 * rules, which costs a copy. <b>Thread</b>: one; the reader is valid until the next call. <b>Errors</b>: {@link SerializationException}
 * for a record that is none, {@link RegistryException} when its schema cannot be had.
 *
 * @param <T> what the record is
 */
public final class RecordBody<T> {

    private final SchemaRegistry registry;
    private final AvroCodec<T> codec;
    private final Map<Integer, Optional<Resolver>> resolvers = new HashMap<>();
    private final AvroReader in = new AvroReader();
    private final AvroWriter out = new AvroWriter();
    private int ownId = -1;

    RecordBody(SchemaRegistry registry, AvroCodec<T> codec) {
        this.registry = registry;
        this.codec = codec;
    }

    /**
     * For values of tick topics.
     *
     * @param registry where schemas of other versions are looked up
     * @return the opener
     */
    public static RecordBody<Tick> ofTicks(SchemaRegistry registry) {
        return new RecordBody<>(registry, new TickCodec());
    }

    /**
     * For values of bar topics.
     *
     * @param registry where schemas of other versions are looked up
     * @return the opener
     */
    public static RecordBody<Bar> ofBars(SchemaRegistry registry) {
        return new RecordBody<>(registry, new BarCodec());
    }

    /**
     * For values of economic calendar topics.
     *
     * @param registry where schemas of other versions are looked up
     * @return the opener
     */
    public static RecordBody<EconomicEvent> ofEvents(SchemaRegistry registry) {
        return new RecordBody<>(registry, new SpecificCodec<>(EconomicEvent.class));
    }

    /**
     * For values of indicator topics.
     *
     * @param registry where schemas of other versions are looked up
     * @return the opener
     */
    public static RecordBody<IndicatorValues> ofIndicators(SchemaRegistry registry) {
        return new RecordBody<>(registry, new IndicatorCodec());
    }

    /**
     * Opens a record in Confluent's wire format.
     *
     * @param record the record's value
     * @return a reader at the first field
     */
    public AvroReader open(byte[] record) {
        int id = schemaId(record);
        if (id == ownId) {
            in.read(record, WireSerializer.HEADER_LENGTH);
            return in;
        }
        Optional<Resolver> resolver = resolvers.get(id);
        if (resolver == null) {
            resolver = resolverOf(id);
            resolvers.put(id, resolver);
        }
        if (resolver.isEmpty()) {
            ownId = id;
            in.read(record, WireSerializer.HEADER_LENGTH);
        } else {
            in.read(resolver.get().resolve(record, in), 0);
        }
        return in;
    }

    /**
     * Opens a value that was read by other means.
     *
     * @param value the value
     * @return a reader at the first field
     */
    public AvroReader of(T value) {
        out.clear();
        codec.write(value, out);
        in.read(out.toBytes(), 0);
        return in;
    }

    /**
     * Opens the bare body of a record of our own schema.
     *
     * @param body in Avro's binary encoding, nothing before it
     * @return a reader at the first field
     */
    public AvroReader openBody(byte[] body) {
        in.read(body, 0);
        return in;
    }

    /**
     * Reads the whole of what was opened.
     *
     * @param opened what this gave, at its first field
     * @return the value
     */
    public T read(AvroReader opened) {
        T value;
        try {
            value = codec.read(opened);
        } catch (IllegalArgumentException unfit) {
            throw new SerializationException("Broken " + codec.schema().getName() + ": " + unfit.getMessage(), unfit);
        }
        opened.requireEnd();
        return value;
    }

    private Optional<Resolver> resolverOf(int id) {
        Schema writer = registry.schema(id);
        if (!writer.getFullName().equals(codec.schema().getFullName())) {
            throw new SerializationException("Schema id " + id + " is " + writer.getFullName() + ", expected "
                    + codec.schema().getFullName());
        }
        boolean own =
                SchemaNormalization.toParsingForm(writer).equals(SchemaNormalization.toParsingForm(codec.schema()));
        return own ? Optional.empty() : Optional.of(new Resolver(writer, codec.schema()));
    }

    private static int schemaId(byte[] data) {
        if (data.length < WireSerializer.HEADER_LENGTH || data[0] != WireSerializer.MAGIC) {
            throw new SerializationException("Not a record in Confluent's wire format: " + data.length + " bytes"
                    + (data.length == 0 ? "" : ", first byte " + data[0]));
        }
        return (data[1] & 0xFF) << 24 | (data[2] & 0xFF) << 16 | (data[3] & 0xFF) << 8 | (data[4] & 0xFF);
    }

    /** Turns the body of a record written with one schema into the body another schema would have given it. */
    private static final class Resolver {

        private final GenericDatumReader<Object> reader;
        private final GenericDatumWriter<Object> writer;

        Resolver(Schema written, Schema wanted) {
            this.reader = new GenericDatumReader<>(written, wanted);
            this.writer = new GenericDatumWriter<>(wanted);
        }

        byte[] resolve(byte[] data, AvroReader in) {
            try {
                in.read(data, WireSerializer.HEADER_LENGTH);
                Object value = reader.read(null, new GuardedDecoder(in));
                in.requireEnd();
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(body, null);
                writer.write(value, encoder);
                encoder.flush();
                return body.toByteArray();
            } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException broken) {
                throw new SerializationException("Record does not fit its schema: " + broken.getMessage(), broken);
            }
        }
    }
}
