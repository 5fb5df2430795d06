package io.candlewick.local;

import io.candlewick.config.KafkaConnection;
import io.candlewick.serde.RegistryConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the parts of a running stack answer; what is not part of it is absent.
 *
 * @param bootstrapServers {@code host:port} of the broker
 * @param schemaRegistryUrl base of the Confluent API
 * @param connectUrl base of the Connect worker's REST API
 * @param timescale the PostgreSQL or TimescaleDB server
 * @param clickhouseUrl base of ClickHouse's HTTP protocol
 * @param streamsUrl base of the stream application's HTTP server
 * @param credentials how brokers and registry want to be spoken to
 */
public record StackAddresses(
        Optional<String> bootstrapServers,
        Optional<String> schemaRegistryUrl,
        Optional<String> connectUrl,
        Optional<TimescaleServer> timescale,
        Optional<String> clickhouseUrl,
        Optional<String> streamsUrl,
        Credentials credentials) {

    /**
     * Addresses of a stack that asks nothing of anybody.
     *
     * @param bootstrapServers {@code host:port} of the broker
     * @param schemaRegistryUrl base of the Confluent API
     * @param connectUrl base of the Connect worker's REST API
     * @param timescale the PostgreSQL or TimescaleDB server
     * @param clickhouseUrl base of ClickHouse's HTTP protocol
     * @param streamsUrl base of the stream application's HTTP server
     */
    public StackAddresses(
            Optional<String> bootstrapServers,
            Optional<String> schemaRegistryUrl,
            Optional<String> connectUrl,
            Optional<TimescaleServer> timescale,
            Optional<String> clickhouseUrl,
            Optional<String> streamsUrl) {
        this(bootstrapServers, schemaRegistryUrl, connectUrl, timescale, clickhouseUrl, streamsUrl, Credentials.NONE);
    }

    /**
     * The brokers, and how they are spoken to.
     *
     * @return the connection
     */
    public Optional<KafkaConnection> kafka() {
        return bootstrapServers.map(servers -> new KafkaConnection(servers, credentials.kafka()));
    }

    /**
     * The registry, and how it is spoken to.
     *
     * @return its configuration
     */
    public Optional<RegistryConfig> registry() {
        return schemaRegistryUrl.map(credentials::registry);
    }

    /**
     * The addresses as the programs of Candlewick read them.
     *
     * @return {@code CANDLEWICK_*} names and values, only those that are present
     */
    public Map<String, String> toEnvironment() {
        Map<String, String> environment = new LinkedHashMap<>();
        bootstrapServers.ifPresent(value -> environment.put("CANDLEWICK_BOOTSTRAP_SERVERS", value));
        schemaRegistryUrl.ifPresent(value -> environment.put("CANDLEWICK_SCHEMA_REGISTRY_URL", value));
        connectUrl.ifPresent(value -> environment.put("CANDLEWICK_CONNECT_URL", value));
        timescale.ifPresent(server -> {
            environment.put("CANDLEWICK_TIMESCALE_URL", server.url());
            environment.put("CANDLEWICK_TIMESCALE_USER", server.user());
            environment.put("CANDLEWICK_TIMESCALE_PASSWORD", server.password());
        });
        clickhouseUrl.ifPresent(value -> environment.put("CANDLEWICK_CLICKHOUSE_URL", value));
        return environment;
    }
}
