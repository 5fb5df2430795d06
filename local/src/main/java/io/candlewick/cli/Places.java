package io.candlewick.cli;

import io.candlewick.config.Settings;
import io.candlewick.local.StackException;
import io.candlewick.places.BarPlace;
import io.candlewick.places.ClickHouseBars;
import io.candlewick.places.TimescaleBars;
import io.candlewick.places.TopicBars;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SchemaRegistry;
import java.util.HashMap;
import java.util.Map;

/** The places of one stack, at the addresses that the options give. */
final class Places {

    private final StackOptions stack;

    Places(StackOptions stack) {
        this.stack = stack;
    }

    /** How the registry is reached: its address from the options, everything else from the environment. */
    RegistryConfig registry() throws StackException {
        Map<String, String> settings = new HashMap<>(System.getenv());
        settings.put(RegistryConfig.URL, stack.schemaRegistryUrl());
        return RegistryConfig.from(Settings.of(settings));
    }

    RecordSerdes serdes() throws StackException {
        return new CandlewickSerdes(registry());
    }

    TopicBars topic() throws StackException {
        return new TopicBars(stack.bootstrapServers(), new SchemaRegistry(registry()));
    }

    BarPlace timescale() throws StackException {
        return new TimescaleBars(stack.timescale());
    }

    BarPlace clickhouse() throws StackException {
        Map<String, String> environment = System.getenv();
        return new ClickHouseBars(
                stack.clickhouseUrl(),
                new ClickHouseBars.Credentials(
                        environment.getOrDefault("CANDLEWICK_CLICKHOUSE_USER", ""),
                        environment.getOrDefault("CANDLEWICK_CLICKHOUSE_PASSWORD", ""),
                        environment.getOrDefault("CANDLEWICK_CLICKHOUSE_DATABASE", "")));
    }
}
