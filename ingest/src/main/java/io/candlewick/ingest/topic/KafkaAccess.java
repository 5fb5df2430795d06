package io.candlewick.ingest.topic;

import io.candlewick.config.KafkaConnection;
import io.candlewick.serde.RecordSerdes;
import java.util.Map;

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
     * Brokers that are spoken to as their connection says.
     *
     * @param kafka the brokers
     * @param serdes how values are written
     * @return the access
     */
    public static KafkaAccess of(KafkaConnection kafka, RecordSerdes serdes) {
        return new KafkaAccess(
                kafka.bootstrapServers(), serdes, kafka.security().clientSettings());
    }

    /** Without the overrides: there may be secrets among them. */
    @Override
    public String toString() {
        return "KafkaAccess[" + bootstrapServers + "]";
    }

    /**
     * Settings of a client, the overrides not yet among them.
     *
     * @return a map to add to
     */
    public Map<String, Object> settings() {
        return KafkaConnection.unsecured(bootstrapServers).settings();
    }
}
