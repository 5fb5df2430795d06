package io.candlewick.serde;

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

    private final RecordBody<T> body;

    WireDeserializer(SchemaRegistry registry, AvroCodec<T> codec) {
        this.body = new RecordBody<>(registry, codec);
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's tombstone: a null record is a null value.
    public @Nullable T deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        return body.read(body.open(data));
    }
}
