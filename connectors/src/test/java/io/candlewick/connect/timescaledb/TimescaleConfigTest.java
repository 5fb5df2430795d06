package io.candlewick.connect.timescaledb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.connect.sink.Retention;
import io.candlewick.connect.sink.StubRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class TimescaleConfigTest {

    private static final String URL = "jdbc:postgresql://127.0.0.1:1/candlewick";

    private final Map<String, String> properties = new HashMap<>(Map.of(
            "topics", "ticks.live,bars",
            "schema.registry.url", "http://127.0.0.1:1",
            "timescale.url", URL,
            "timescale.user", "candlewick"));

    @Test
    void shouldHaveDefaultsForEverythingButAddresses() {
        assertThat(TimescaleConfig.options(TimescaleConfig.read(properties)))
                .isEqualTo(TimescaleOptions.of(URL, "candlewick", ""));
    }

    @Test
    void shouldTakeEveryOption() {
        properties.putAll(Map.of(
                "timescale.password", "secret",
                "timescale.connect.timeout", "3s",
                "timescale.statement.timeout", "2m",
                "timescale.chunk.ticks", "1h",
                "timescale.chunk.bars", "1d",
                "timescale.compress.after", "2d",
                "retention.ticks", "7d",
                "retention.bars", "90d"));

        assertThat(TimescaleConfig.options(TimescaleConfig.read(properties)))
                .isEqualTo(new TimescaleOptions(
                        URL,
                        "candlewick",
                        "secret",
                        Duration.ofSeconds(3),
                        Duration.ofMinutes(2),
                        new Retention(Optional.of(Duration.ofDays(7)), Optional.of(Duration.ofDays(90))),
                        Duration.ofHours(1),
                        Duration.ofDays(1),
                        false,
                        Optional.of(Duration.ofDays(2))));
        assertThat(TimescaleConfig.read(properties).toString()).doesNotContain("secret");
    }

    @Test
    void shouldTakeAPlaceholderThatWasNotReplacedAsNotSetWhereThereIsADefault() {
        properties.put("timescale.password", "${env:CANDLEWICK_TIMESCALE_PASSWORD}");

        assertThat(TimescaleConfig.options(TimescaleConfig.read(properties)).password())
                .isEmpty();
    }

    @Test
    void shouldListEveryFaultOnItsKey() {
        properties.putAll(Map.of(
                "timescale.url", "${env:CANDLEWICK_TIMESCALE_URL}",
                "timescale.chunk.tick", "1h",
                "retention.ticks", "soon",
                "retention.bars", "5m",
                "routes", "ticks.live=trades"));
        properties.remove("timescale.user");

        assertThat(faults())
                .containsExactlyInAnyOrder(
                        "Invalid value ${env:CANDLEWICK_TIMESCALE_URL} for configuration timescale.url: was not replaced:"
                                + " set CANDLEWICK_TIMESCALE_URL for the Connect worker, and config.providers=env in its"
                                + " configuration",
                        "Unknown configuration timescale.chunk.tick; there are timescale.chunk.bars,"
                                + " timescale.chunk.ticks, timescale.compress.after, timescale.connect.timeout, timescale.password,"
                                + " timescale.row.level.security, timescale.statement.timeout, timescale.url, timescale.user",
                        "Invalid value soon for configuration retention.ticks: must be a duration such as 250ms, 5s, 10m,"
                                + " 24h or 7d",
                        "Invalid value 5m for configuration retention.bars: must be at least 1h, or off to keep rows for"
                                + " ever",
                        "Invalid value [ticks.live=trades] for configuration routes: 'trades' is not a kind of record;"
                                + " there are ticks, bars, indicators, events",
                        "Missing required configuration \"timescale.user\" which has no default value.");
    }

    @Test
    void shouldReportWhatIsNotThereAndTopicsWithoutRoute() {
        properties.put("topics", "ticks.live,gaps");
        try (StubRegistry registry = new StubRegistry()) {
            properties.put("schema.registry.url", registry.url());

            List<String> faults = faults();

            assertThat(faults).hasSize(2);
            assertThat(faults.get(0)).startsWith("Invalid value " + URL).contains("Connection to 127.0.0.1:1 refused");
            assertThat(faults.get(1))
                    .contains(
                            "topic 'gaps' of 'topics' has no route; add gaps=ticks, gaps=bars or" + " gaps=indicators");
        }
    }

    @Test
    void shouldRefuseARetentionShorterThanTheGapLookback() {
        properties.putAll(Map.of("retention.bars", "30d", "gap.lookback", "90d"));

        assertThat(faults())
                .contains(
                        "Invalid value 30d for configuration retention.bars: shorter than gap.lookback=90d; rows would be"
                                + " deleted and then looked for as gaps: lengthen the one or shorten the other");
        assertThatThrownBy(() -> TimescaleConfig.options(TimescaleConfig.read(properties)))
                .hasMessageContaining("gap.lookback=90d");
    }

    private List<String> faults() {
        return new TimescaleSinkConnector()
                .validate(properties).configValues().stream()
                        .map(ConfigValue::errorMessages)
                        .flatMap(List::stream)
                        .toList();
    }
}
