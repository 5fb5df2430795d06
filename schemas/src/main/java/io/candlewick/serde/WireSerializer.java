package io.candlewick.serde;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records in Confluent's wire format; the schema is registered under {@code <topic>-value} when a topic is first written.
 *
 * <p><b>Shape</b>: {@code |0 magic:i8=0 |1 schema id:i32 big-endian |5 Avro body|}. <b>Thread</b>: one. <b>Errors</b>:
 * {@link RegistryException} when the registry is away or refuses the schema.
 *
 * @param <T> the type
 */
final class WireSerializer<T> implements Serializer<T> {

    static final int MAGIC = 0;
    static final int HEADER_LENGTH = 5;

    private final SchemaRegistry registry;
    private final AvroCodec<T> codec;
    private final Map<String, Integer> idsByTopic = new HashMap<>();
    private final AvroWriter out = new AvroWriter();

    WireSerializer(SchemaRegistry registry, AvroCodec<T> codec) {
        this.registry = registry;
        this.codec = codec;
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's tombstone: a null value is a null record.
    public byte @Nullable [] serialize(String topic, @Nullable T value) {
        if (value == null) {
            return null;
        }
        out.clear();
        out.writeRawByte(MAGIC);
        out.writeRawInt(idOf(topic));
        codec.write(value, out);
        return out.toBytes();
    }

    private int idOf(String topic) {
        Integer known = idsByTopic.get(topic);
        if (known != null) {
            return known;
        }
        int id = registry.register(topic + "-value", codec.schema());
        idsByTopic.put(topic, id);
        return id;
    }
}
