package io.candlewick.cli;

import io.candlewick.config.KafkaConnection;
import io.candlewick.config.SettingsException;
import io.candlewick.local.Credentials;
import io.candlewick.local.StackAddresses;
import io.candlewick.local.StackException;
import io.candlewick.local.StackState;
import io.candlewick.local.TimescaleServer;
import io.candlewick.serde.RegistryConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Where the parts of the stack are, for every command that talks to them: an option wins over the environment, which wins
 * over the local stack of the data directory.
 */
@Command
final class StackOptions {
    @Mixin
    private DataOption data = new DataOption();

    @ArgGroup(validate = false, heading = "Addresses of a stack elsewhere (each also from the environment):%n")
    private Addresses given = new Addresses();

    private static final class Addresses {
        @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT", description = "CANDLEWICK_BOOTSTRAP_SERVERS")
        private @Nullable String bootstrapServers;

        @Option(names = "--schema-registry-url", paramLabel = "URL", description = "CANDLEWICK_SCHEMA_REGISTRY_URL")
        private @Nullable String schemaRegistryUrl;

        @Option(names = "--connect-url", paramLabel = "URL", description = "CANDLEWICK_CONNECT_URL")
        private @Nullable String connectUrl;

        @Option(names = "--timescale-url", paramLabel = "JDBC-URL", description = "CANDLEWICK_TIMESCALE_URL")
        private @Nullable String timescaleUrl;

        @Option(
                names = "--timescale-user",
                paramLabel = "USER",
                description = "CANDLEWICK_TIMESCALE_USER; the password only from CANDLEWICK_TIMESCALE_PASSWORD")
        private @Nullable String timescaleUser;

        @Option(names = "--clickhouse-url", paramLabel = "URL", description = "CANDLEWICK_CLICKHOUSE_URL")
        private @Nullable String clickhouseUrl;
    }

    /** The broker. */
    String bootstrapServers() throws StackException {
        return need("--bootstrap-servers", resolve().bootstrapServers());
    }

    /** The broker, and how it is spoken to. */
    KafkaConnection kafka() throws StackException {
        try {
            return need("--bootstrap-servers", resolve().kafka());
        } catch (SettingsException faults) {
            throw new StackException(String.valueOf(faults.getMessage()), faults);
        }
    }

    /** The registry, and how it is spoken to. */
    RegistryConfig registry() throws StackException {
        try {
            return need("--schema-registry-url", resolve().registry());
        } catch (SettingsException faults) {
            throw new StackException(String.valueOf(faults.getMessage()), faults);
        }
    }

    /** What Kafka clients are set up with beside the address. */
    Map<String, String> clientSettings() throws StackException {
        return kafka().security().clientSettings();
    }

    /** Base of the registry's Confluent API. */
    String schemaRegistryUrl() throws StackException {
        return need("--schema-registry-url", resolve().schemaRegistryUrl());
    }

    /** Base of the Connect worker's REST API. */
    String connectUrl() throws StackException {
        return need("--connect-url", resolve().connectUrl());
    }

    /** The TimescaleDB or PostgreSQL server. */
    TimescaleServer timescale() throws StackException {
        return need("--timescale-url", resolve().timescale());
    }

    /** Base of ClickHouse's HTTP protocol. */
    String clickhouseUrl() throws StackException {
        return need("--clickhouse-url", resolve().clickhouseUrl());
    }

    /** The data directory's option. */
    DataOption data() {
        return data;
    }

    /** All addresses that are known, from the three places. */
    StackAddresses resolve() throws StackException {
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        put(environment, "CANDLEWICK_BOOTSTRAP_SERVERS", given.bootstrapServers);
        put(environment, "CANDLEWICK_SCHEMA_REGISTRY_URL", given.schemaRegistryUrl);
        put(environment, "CANDLEWICK_CONNECT_URL", given.connectUrl);
        put(environment, "CANDLEWICK_TIMESCALE_URL", given.timescaleUrl);
        put(environment, "CANDLEWICK_TIMESCALE_USER", given.timescaleUser);
        put(environment, "CANDLEWICK_CLICKHOUSE_URL", given.clickhouseUrl);
        Optional<StackState> running = data.running();
        Optional<StackAddresses> local =
                running.isPresent() ? Optional.of(running.get().addresses()) : Optional.empty();
        return new StackAddresses(
                text(environment, "CANDLEWICK_BOOTSTRAP_SERVERS")
                        .or(() -> local.flatMap(StackAddresses::bootstrapServers)),
                text(environment, "CANDLEWICK_SCHEMA_REGISTRY_URL")
                        .or(() -> local.flatMap(StackAddresses::schemaRegistryUrl)),
                text(environment, "CANDLEWICK_CONNECT_URL").or(() -> local.flatMap(StackAddresses::connectUrl)),
                TimescaleServer.from(environment).or(() -> local.flatMap(StackAddresses::timescale)),
                text(environment, "CANDLEWICK_CLICKHOUSE_URL").or(() -> local.flatMap(StackAddresses::clickhouseUrl)),
                local.flatMap(StackAddresses::streamsUrl),
                credentials(environment));
    }

    /** The local stack asks for nothing: what the environment holds is for a stack elsewhere. */
    private static Credentials credentials(Map<String, String> environment) {
        boolean elsewhere = text(environment, "CANDLEWICK_BOOTSTRAP_SERVERS").isPresent()
                || text(environment, "CANDLEWICK_SCHEMA_REGISTRY_URL").isPresent();
        return elsewhere ? new Credentials(environment) : Credentials.NONE;
    }

    private static void put(Map<String, String> environment, String name, @Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    private static Optional<String> text(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private <T> T need(String option, Optional<T> address) throws StackException {
        if (address.isPresent()) {
            return address.get();
        }
        if (data.running().isPresent()) {
            throw new StackException("the stack in " + data.shown() + " runs without it: give " + option);
        }
        throw new StackException(
                "no stack is running in " + data.shown() + ": start one with ./candlewick up or give " + option);
    }
}
