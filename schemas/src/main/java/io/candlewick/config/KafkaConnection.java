package io.candlewick.config;

import java.util.HashMap;
import java.util.Map;

/**
 * Where the brokers are and how they are spoken to: what every producer, consumer, admin and streams client begins with.
 *
 * @param bootstrapServers the brokers, {@code host:port} separated by commas
 * @param security how a client proves who it is
 */
public record KafkaConnection(String bootstrapServers, KafkaSecurity security) {

    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    /**
     * Brokers that ask nothing of anybody.
     *
     * @param bootstrapServers the brokers
     * @return the connection
     */
    public static KafkaConnection unsecured(String bootstrapServers) {
        return new KafkaConnection(bootstrapServers, KafkaSecurity.NONE);
    }

    /**
     * Settings of a client.
     *
     * @return a map to add to
     */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(security.clientSettings());
        settings.put(BOOTSTRAP_SERVERS, bootstrapServers);
        return settings;
    }

    /**
     * Settings of a client with some of its own.
     *
     * @param own what this client wants beside
     * @return both
     */
    public Map<String, Object> with(Map<String, ?> own) {
        Map<String, Object> settings = settings();
        settings.putAll(own);
        return settings;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return bootstrapServers + " " + security;
    }
}
