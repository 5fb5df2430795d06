package io.candlewick.streams.query;

import static io.candlewick.market.fixtures.Fixtures.aBar;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.candlewick.avro.AssetClass;
import io.candlewick.avro.PriceBasis;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.timing.BarTimes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyHistogramsTest {

    private static final Instrument EUR_USD = new Instrument(
            BarKey.SYSTEM_TENANT,
            Symbol.of("EUR/USD"),
            AssetClass.FX,
            PriceBasis.QUOTE,
            0.0001,
            5,
            0,
            TradingCalendar.UTC,
            Duration.ofSeconds(2),
            Duration.ofHours(24),
            Map.of());

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private Instant now = Instant.parse("2026-03-02T10:01:02Z");
    private final BarTimes times = new BarTimes("live", true, registry, () -> now);

    @Test
    void shouldTellNothingBeforeABarIsSaid() {
        assertThat(told()).isEmpty();
    }

    @Test
    void shouldCountBetweenBoundsAndTellPercentilesByThem() {
        // 98 bars 20 ms after their grace, one after 3 s, one after two hours.
        say(98, "2026-03-02T10:01:02.020Z");
        say(1, "2026-03-02T10:01:05Z");
        say(1, "2026-03-02T12:01:02Z");

        JsonNode delay = told().get(0);

        assertThat(delay.get("measure").textValue()).isEqualTo("bar.close.delay");
        assertThat(delay.get("count").longValue()).isEqualTo(100);
        assertThat(count(delay, 0.025)).isEqualTo(98);
        assertThat(count(delay, 5)).isEqualTo(1);
        assertThat(delay.get("buckets")
                        .get(delay.get("buckets").size() - 1)
                        .get("count")
                        .longValue())
                .isEqualTo(1);
        assertThat(delay.get("at_most_seconds").get("p50").doubleValue()).isEqualTo(0.025);
        assertThat(delay.get("at_most_seconds").get("p99").doubleValue()).isEqualTo(5);
    }

    private void say(int bars, String at) {
        now = Instant.parse(at);
        for (int bar = 0; bar < bars; bar++) {
            times.ofTask("0_0").said(aBar().build(), EUR_USD);
        }
    }

    private ArrayNode told() {
        ArrayNode measures = new ObjectMapper().createArrayNode();
        new LatencyHistograms(registry).addTo(measures);
        return measures;
    }

    private static long count(JsonNode measure, double untilSeconds) {
        for (JsonNode bucket : measure.get("buckets")) {
            if (bucket.get("until_seconds").doubleValue() == untilSeconds) {
                return bucket.get("count").longValue();
            }
        }
        return -1;
    }
}
