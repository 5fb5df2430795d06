package io.candlewick.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.connect.sink.Retention;
import io.candlewick.connect.sink.StubRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class ClickHouseConfigTest {

    private static final String URL = "http://127.0.0.1:1";

    private final Map<String, String> properties = new HashMap<>(
            Map.of("topics", "ticks.live,bars", "schema.registry.url", "http://127.0.0.1:1", "clickhouse.url", URL));

    @Test
    void shouldHaveDefaultsForEverythingButAddresses() {
        properties.put("clickhouse.user", "${env:CANDLEWICK_CLICKHOUSE_USER}");

        assertThat(ClickHouseConfig.options(ClickHouseConfig.read(properties)))
                .isEqualTo(ClickHouseOptions.of(URL, "default", "", "default"));
    }

    @Test
    void shouldTakeEveryOption() {
        properties.putAll(Map.of(
                "clickhouse.user", "writer",
                "clickhouse.password", "secret",
                "clickhouse.database", "market",
                "clickhouse.connect.timeout", "3s",
                "clickhouse.request.timeout", "2m",
                "retention.ticks", "off",
                "retention.bars", "3650d"));

        assertThat(ClickHouseConfig.options(ClickHouseConfig.read(properties)))
                .isEqualTo(new ClickHouseOptions(
                        URL,
                        "writer",
                        "secret",
                        "market",
                        Duration.ofSeconds(3),
                        Duration.ofMinutes(2),
                        new Retention(Optional.empty(), Optional.of(Duration.ofDays(3650)))));
    }

    @Test
    void shouldListEveryFaultOnItsKey() {
        properties.putAll(Map.of(
                "clickhouse.url", "localhost:8123", "clickhouse.database", "drop table", "clickhouse.usr", "writer"));

        assertThat(faults())
                .containsExactlyInAnyOrder(
                        "Invalid value localhost:8123 for configuration clickhouse.url: must be an http or https address",
                        "Invalid value drop table for configuration clickhouse.database: must be letters, digits and _",
                        "Unknown configuration clickhouse.usr; there are clickhouse.connect.timeout, clickhouse.database,"
                                + " clickhouse.password, clickhouse.request.timeout, clickhouse.url, clickhouse.user");
    }

    @Test
    void shouldReportADatabaseThatIsNotThere() {
        try (StubRegistry registry = new StubRegistry()) {
            properties.put("schema.registry.url", registry.url());

            assertThat(faults())
                    .singleElement()
                    .asString()
                    .startsWith("Invalid value " + URL + " for configuration clickhouse.url: ClickHouse " + URL
                            + " is away");
        }
    }

    private List<String> faults() {
        return new ClickHouseSinkConnector()
                .validate(properties).configValues().stream()
                        .map(ConfigValue::errorMessages)
                        .flatMap(List::stream)
                        .toList();
    }
}
