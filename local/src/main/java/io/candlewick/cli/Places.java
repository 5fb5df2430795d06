package io.candlewick.cli;

import io.candlewick.local.StackException;
import io.candlewick.places.BarPlace;
import io.candlewick.places.ClickHouseBars;
import io.candlewick.places.ClickHouseIndicators;
import io.candlewick.places.ClickHouseServer;
import io.candlewick.places.IndicatorPlace;
import io.candlewick.places.TimescaleBars;
import io.candlewick.places.TimescaleIndicators;
import io.candlewick.places.TopicBars;
import io.candlewick.places.TopicIndicators;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SchemaRegistry;

/** The places of one stack, at the addresses that the options give. */
final class Places {

    private final StackOptions stack;

    Places(StackOptions stack) {
        this.stack = stack;
    }

    /** How the registry is reached: its address from the options, everything else from the environment. */
    RegistryConfig registry() throws StackException {
        return stack.registry();
    }

    RecordSerdes serdes() throws StackException {
        return new CandlewickSerdes(registry());
    }

    TopicBars topic() throws StackException {
        return new TopicBars(stack.kafka(), new SchemaRegistry(registry()));
    }

    BarPlace timescale() throws StackException {
        return new TimescaleBars(stack.timescale());
    }

    ClickHouseBars clickhouse() throws StackException {
        return new ClickHouseBars(clickhouseServer());
    }

    IndicatorPlace topicIndicators() throws StackException {
        return new TopicIndicators(stack.kafka(), serdes());
    }

    IndicatorPlace timescaleIndicators() throws StackException {
        return new TimescaleIndicators(stack.timescale());
    }

    IndicatorPlace clickhouseIndicators() throws StackException {
        return new ClickHouseIndicators(clickhouseServer());
    }

    private ClickHouseServer clickhouseServer() throws StackException {
        return ClickHouseServer.from(stack.clickhouseUrl(), System.getenv());
    }
}
