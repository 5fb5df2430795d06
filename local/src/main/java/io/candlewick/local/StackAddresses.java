package io.candlewick.local;

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
 */
public record StackAddresses(
        Optional<String> bootstrapServers,
        Optional<String> schemaRegistryUrl,
        Optional<String> connectUrl,
        Optional<TimescaleServer> timescale,
        Optional<String> clickhouseUrl,
        Optional<String> streamsUrl) {

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
