package io.candlewick.ingest.topic;

import io.candlewick.serde.RecordSerdes;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How the brokers are reached and records are written.
 *
 * @param bootstrapServers the brokers, {@code host:port} separated by commas
 * @param serdes how values are written
 * @param overrides settings of every Kafka client that win over ours, e.g. for TLS
 */
public record KafkaAccess(String bootstrapServers, RecordSerdes serdes, Map<String, String> overrides) {

    /** Takes a copy. */
    public KafkaAccess {
        overrides = Map.copyOf(overrides);
    }

    /**
     * Settings of a client, the overrides not yet among them.
     *
     * @return a map to add to
     */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }
}
