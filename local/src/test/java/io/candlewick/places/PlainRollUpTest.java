package io.candlewick.places;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.market.BarKey;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlainRollUpTest {

    private static final long MINUTE_US = 60_000_000;

    @Test
    void shouldTakeFirstGreatestLeastLastAndSum() {
        Optional<Map<String, @Nullable Object>> merged = PlainRollUp.of(
                List.of(row(0, "VENDOR", 1.1, 1.4, 1.0, 1.2, 0.1), row(1, "ROLLED_UP", 1.2, 1.3, 0.9, 1.25, 0.2)));

        assertThat(merged).isPresent();
        assertThat(merged.get())
                .contains(
                        entry("open", 1.1),
                        entry("high", 1.4),
                        entry("low", 0.9),
                        entry("close", 1.25),
                        entry("volume", 0.3),
                        entry("tick_count", 4L),
                        entry("first_tick_time", 1L),
                        entry("last_tick_time", MINUTE_US + 2))
                .containsEntry("bid_open", null)
                .doesNotContainKeys("vwap", "spread_mean");
    }

    @Test
    void shouldWorkNothingOutOfBarsThatWereBuiltOfTicks() {
        assertThat(PlainRollUp.of(List.of(row(0, "VENDOR", 1, 1, 1, 1, 1), row(1, "LIVE", 1, 1, 1, 1, 1))))
                .isEmpty();
        assertThat(PlainRollUp.of(List.of())).isEmpty();
    }

    @Test
    void shouldFindTheGreatestOfTheFinerTimeframesThatHasBars() throws PlaceException {
        BarPlace place = new BarPlace() {
            @Override
            public String name() {
                return "topic";
            }

            @Override
            public List<BarRow> read(BarRange range) {
                boolean has = range.timeframe().equals(Timeframe.M5)
                        || range.timeframe().equals(Timeframe.M1);
                return has
                        ? List.of(row(range.timeframe().equals(Timeframe.M5) ? 5 : 1, "VENDOR", 1, 1, 1, 1, 1))
                        : List.of();
            }
        };
        BarRange hours = new BarRange(
                BarKey.SYSTEM_TENANT, Symbol.of("EUR/USD"), Timeframe.parse("1h"), Long.MIN_VALUE, Long.MAX_VALUE);

        assertThat(new PlainRollUp(place).finer(hours).orElseThrow()).containsOnlyKeys(5 * MINUTE_US);
    }

    private static BarRow row(
            int minute, String source, double open, double high, double low, double close, double volume) {
        Map<String, Object> fields = Map.of(
                "start_time", minute * MINUTE_US,
                "source", source,
                "open", open,
                "high", high,
                "low", low,
                "close", close,
                "volume", volume,
                "tick_count", 2L,
                "first_tick_time", minute * MINUTE_US + 1,
                "last_tick_time", minute * MINUTE_US + 2);
        List<@Nullable Object> values = new ArrayList<>();
        BarField.ALL.forEach(field -> values.add(fields.get(field.name())));
        return new BarRow(values);
    }
}
