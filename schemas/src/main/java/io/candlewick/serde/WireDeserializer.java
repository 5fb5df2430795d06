package io.candlewick.serde;

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
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records in Confluent's wire format.
 *
 * <p>A record written with our own schema is read straight from its bytes. One written with another version of the schema is first
 * resolved to ours by Avro's rules, which costs a copy. <b>Thread</b>: one. <b>Errors</b>: {@link SerializationException} for a
 * record that is none, {@link RegistryException} when its schema cannot be had.
 *
 * @param <T> the type
 */
final class WireDeserializer<T> implements Deserializer<T> {

    private final SchemaRegistry registry;
    private final AvroCodec<T> codec;
    private final Map<Integer, Optional<Resolver>> resolvers = new HashMap<>();
    private final AvroReader in = new AvroReader();
    private int ownId = -1;

    WireDeserializer(SchemaRegistry registry, AvroCodec<T> codec) {
        this.registry = registry;
        this.codec = codec;
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's tombstone: a null record is a null value.
    public @Nullable T deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        int id = schemaId(data);
        if (id == ownId) {
            in.read(data, WireSerializer.HEADER_LENGTH);
            return readAll();
        }
        return deserializeResolving(id, data);
    }

    private T deserializeResolving(int id, byte[] data) {
        Optional<Resolver> resolver = resolvers.get(id);
        if (resolver == null) {
            resolver = resolverOf(id);
            resolvers.put(id, resolver);
        }
        if (resolver.isEmpty()) {
            ownId = id;
            in.read(data, WireSerializer.HEADER_LENGTH);
        } else {
            in.read(resolver.get().resolve(data, in), 0);
        }
        return readAll();
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

    private T readAll() {
        T value;
        try {
            value = codec.read(in);
        } catch (IllegalArgumentException unfit) {
            throw new SerializationException("Broken " + codec.schema().getName() + ": " + unfit.getMessage(), unfit);
        }
        in.requireEnd();
        return value;
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
