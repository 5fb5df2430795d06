package io.candlewick.streams.timing;

import static io.candlewick.market.fixtures.Fixtures.aBar;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.avro.GapReason;
import io.candlewick.avro.PriceBasis;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import io.candlewick.market.fixtures.Fixtures;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BarTimesTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private Instant now = Instant.parse("2026-03-02T10:01:02.300Z");
    private final BarTimes live = new BarTimes("live", true, registry, () -> now);
    private final BarWatch.OfTask task = live.ofTask("0_1");

    @Test
    void shouldMeasureCloseDelayFromEndAndGrace() {
        task.reads(now.toEpochMilli() - 40);

        task.said(aBar().build(), instrument("utc"));

        // The bar ends at 10:01, its grace two seconds later.
        assertThat(scraped())
                .contains("candlewick_bar_close_delay_seconds_sum{lane=\"live\",timeframe=\"1m\"} 0.3")
                .contains("candlewick_bar_close_delay_seconds_bucket{lane=\"live\",timeframe=\"1m\",le=\"0.25\"} 0")
                .contains("candlewick_bar_close_delay_seconds_bucket{lane=\"live\",timeframe=\"1m\",le=\"0.5\"} 1")
                .contains("candlewick_bar_log_to_bar_seconds_sum{lane=\"live\"} 0.04");
    }

    @Test
    void shouldNotCallBarOfAReplayLate() {
        now = Instant.parse("2026-03-04T00:00:00Z");

        task.said(aBar().build(), instrument("utc"));

        assertThat(scraped()).doesNotContain("candlewick_bar_close_delay_seconds_sum");
    }

    @Test
    void shouldMeasureNoTimeOfHistory() {
        BarTimes history = new BarTimes("history", false, registry, () -> now);

        history.ofTask("0_0").said(aBar().build(), instrument("utc"));
        history.refresh();

        assertThat(registry.scrape())
                .contains("candlewick_bars_said_total{cause=\"\",lane=\"history\",status=\"FINAL\"} 1.0")
                .doesNotContain("candlewick_bar_freshness_seconds{lane=\"history\"")
                .doesNotContain("candlewick_bar_log_to_bar_seconds_count{lane=\"history\"");
    }

    @Test
    void shouldCountCorrectionsByCauseAndGapsByReasonFromZeroOn() {
        task.said(aBar().corrected(1, CorrectionCause.LATE_TICK).build(), instrument("utc"));
        task.gap(GapReason.FEED_DOWN);

        assertThat(scraped())
                .contains("candlewick_bars_said_total{cause=\"LATE_TICK\",lane=\"live\",status=\"CORRECTED\"} 1.0")
                .contains("candlewick_bars_said_total{cause=\"REPAIRED\",lane=\"live\",status=\"CORRECTED\"} 0.0")
                .contains("candlewick_gaps_said_total{lane=\"live\",reason=\"FEED_DOWN\"} 1.0")
                .contains("candlewick_gaps_said_total{lane=\"live\",reason=\"QUIET\"} 0.0");
    }

    @Test
    void shouldCountOnlyOpenMarketInFreshness() {
        // Friday's last bar of FX ends at 17:00 New York; the market opens on Sunday at 17:00.
        Bar last = aBar().calendar("fx").from("2026-03-06T21:59:00Z").build();
        task.said(last, instrument("fx"));

        now = Instant.parse("2026-03-08T12:00:00Z");
        assertThat(freshness("1m")).isZero();
        now = Instant.parse("2026-03-08T21:00:30Z");
        assertThat(freshness("1m")).isEqualTo(30.0);
    }

    @Test
    void shouldForgetSeriesOfATaskThatLeaves() {
        task.said(aBar().build(), instrument("utc"));
        assertThat(freshness("1m")).isEqualTo(2.3);

        task.close();

        assertThat(scraped()).doesNotContain("candlewick_bar_freshness_seconds{");
        // What it counted was counted.
        assertThat(scraped()).contains("status=\"FINAL\"} 1.0");
    }

    @Test
    void shouldKnowSeriesOfAnEarlierLife() {
        task.known(BarKey.SYSTEM_TENANT, instrument("utc"), Timeframe.parse("1h"), Fixtures.us("2026-03-02T10:00:00Z"));

        assertThat(freshness("1h")).isEqualTo(62.3);
    }

    @Test
    void shouldNotGoBackToAnEarlierBar() {
        task.said(aBar().build(), instrument("utc"));
        task.said(
                aBar().from("2026-03-02T09:00:00Z")
                        .corrected(1, CorrectionCause.LATE_TICK)
                        .build(),
                instrument("utc"));

        assertThat(freshness("1m")).isEqualTo(2.3);
    }

    @Test
    void shouldTellLongestOverdueOfAllTasks() {
        task.overdue(2, 5_000_000);
        live.ofTask("0_2").overdue(1, 9_000_000);

        assertThat(scraped())
                .contains("candlewick_bars_overdue_symbols{lane=\"live\"} 3.0")
                .contains("candlewick_bars_overdue_seconds{lane=\"live\"} 9.0");
    }

    @Test
    void shouldPublishBoundedNumberOfSeriesAndTheWorstOfAll() {
        for (int index = 0; index < SeriesFreshness.MOST_SERIES + 100; index++) {
            Bar bar = aBar().of("S" + index).build();
            task.said(bar, instrument("utc", bar.key().symbol()));
        }
        task.said(aBar().of("ZZZ").from("2026-03-02T09:00:00Z").build(), instrument("utc", Symbol.of("ZZZ")));

        assertThat(scraped().lines().filter(line -> line.startsWith("candlewick_bar_freshness_seconds{")))
                .hasSize(SeriesFreshness.MOST_SERIES);
        assertThat(registry.get("candlewick.bar.freshness.worst.seconds")
                        .gauge()
                        .value())
                .isEqualTo(3_602.3);
    }

    @Test
    void shouldBoundTheTimeThatIsLookedAt() {
        assertThat(MarketTime.openUs(TradingCalendar.UTC, 0, Fixtures.us("2026-03-02T10:00:00Z")))
                .isEqualTo(Duration.ofDays(30).toNanos() / 1_000);
        assertThat(MarketTime.openUs(TradingCalendar.UTC, 10, 5)).isZero();
    }

    private double freshness(String timeframe) {
        live.refresh();
        return registry.get("candlewick.bar.freshness.seconds")
                .tag("timeframe", timeframe)
                .gauge()
                .value();
    }

    private String scraped() {
        live.refresh();
        return registry.scrape();
    }

    private static Instrument instrument(String calendar) {
        return instrument(calendar, Symbol.of("EUR/USD"));
    }

    private static Instrument instrument(String calendar, Symbol symbol) {
        return new Instrument(
                BarKey.SYSTEM_TENANT,
                symbol,
                AssetClass.FX,
                PriceBasis.QUOTE,
                0.0001,
                5,
                0,
                TradingCalendar.parse(calendar),
                Duration.ofSeconds(2),
                Duration.ofHours(24),
                Map.of());
    }
}
