package io.candlewick.ingest.publish;

import io.candlewick.config.KafkaConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Where ticks go and how they are sent.
 *
 * @param bootstrapServers the brokers, {@code host:port} separated by commas
 * @param topic the topic, e.g. {@code ticks.history}
 * @param correlationId follows the ticks in a header
 * @param linger how long a batch waits to fill: some milliseconds for bulk, zero for a live feed
 * @param overrides settings of the Kafka client that win over ours, e.g. for TLS
 */
public record PublisherConfig(
        String bootstrapServers, String topic, String correlationId, Duration linger, Map<String, String> overrides) {

    /** How long a batch waits to fill when throughput counts. */
    public static final Duration BULK_LINGER = Duration.ofMillis(20);

    private static final Duration MAX_LINGER = Duration.ofMinutes(1);
    private static final int BATCH_BYTES = 512 * 1024;
    private static final long BUFFER_BYTES = 64L * 1024 * 1024;
    /* A broker that is away this long is an error to report, not a pause to sit out; a restart takes a few seconds. */
    private static final int DELIVERY_TIMEOUT_MS = 30_000;
    private static final int REQUEST_TIMEOUT_MS = 15_000;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if the linger is negative or longer than a minute
     */
    public PublisherConfig {
        if (linger.isNegative() || linger.compareTo(MAX_LINGER) > 0) {
            throw new IllegalArgumentException("linger=" + linger + " must be from 0 to " + MAX_LINGER);
        }
        overrides = Map.copyOf(overrides);
    }

    /**
     * Bulk sending without special settings.
     *
     * @param bootstrapServers the brokers
     * @param topic the topic
     * @param correlationId follows the ticks in a header
     * @return the configuration
     */
    public static PublisherConfig bulk(String bootstrapServers, String topic, String correlationId) {
        return new PublisherConfig(bootstrapServers, topic, correlationId, BULK_LINGER, Map.of());
    }

    /**
     * Bulk sending to brokers that are spoken to as their connection says.
     *
     * @param kafka the brokers
     * @param topic the topic
     * @param correlationId follows the ticks in a header
     * @return the configuration
     */
    public static PublisherConfig bulk(KafkaConnection kafka, String topic, String correlationId) {
        return new PublisherConfig(
                kafka.bootstrapServers(),
                topic,
                correlationId,
                BULK_LINGER,
                kafka.security().clientSettings());
    }

    /** Without the overrides: there may be secrets among them. */
    @Override
    public String toString() {
        return "PublisherConfig[" + bootstrapServers + ", " + topic + ", " + correlationId + "]";
    }

    Map<String, Object> producerSettings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "candlewick-publisher-" + correlationId);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, linger.toMillis());
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        settings.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Math.max(DELIVERY_TIMEOUT_MS, REQUEST_TIMEOUT_MS + (int) linger.toMillis()));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.putAll(overrides);
        return settings;
    }

    Map<String, Object> adminSettings() {
        Map<String, Object> settings = new HashMap<>(overrides);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }
}
