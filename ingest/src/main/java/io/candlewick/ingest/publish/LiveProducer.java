package io.candlewick.ingest.publish;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How live records are sent: idempotent, {@code acks=all}, at once; gives up soon, because the spool keeps what is not taken.
 *
 * @param bootstrapServers the brokers
 * @param clientId how the broker knows us
 * @param overrides settings of the Kafka client that win over ours
 */
public record LiveProducer(String bootstrapServers, String clientId, Map<String, String> overrides) {

    private static final int LINGER_MS = 2;
    private static final int MAX_BLOCK_MS = 3_000;
    private static final int REQUEST_TIMEOUT_MS = 3_000;
    private static final int DELIVERY_TIMEOUT_MS = 8_000;

    /** Without the overrides: there may be secrets among them. */
    @Override
    public String toString() {
        return "LiveProducer[" + bootstrapServers + ", " + clientId + "]";
    }

    Producer<byte[], byte[]> create() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.putAll(overrides);
        return new KafkaProducer<>(settings);
    }
}
