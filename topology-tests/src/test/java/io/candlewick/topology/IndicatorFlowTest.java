package io.candlewick.topology;

import static io.candlewick.topology.LaneDriver.EUR_USD;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.FeedStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import io.candlewick.market.fixtures.Fixtures;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.domain.indicator.IndicatorBar;
import io.candlewick.streams.domain.indicator.IndicatorSeries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indicators follow the canonical bars, whatever becomes of those. */
class IndicatorFlowTest {

    private static final long MINUTE_US = 60_000_000L;

    @TempDir
    private Path stateDir;

    private LaneDriver lane;
    /* What a table of bars, and one of indicators, would hold. */
    private final Map<BarKey, Bar> bars = new HashMap<>();
    private final Map<BarKey, IndicatorValues> values = new HashMap<>();

    @BeforeEach
    void open() {
        lane = new LaneDriver(Lane.LIVE, stateDir.resolve("first"));
        lane.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
    }

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void shouldSayTheValuesOfEachClosedBarOnceWarm() {
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        for (int minute = 0; minute < 12; minute++) {
            lane.quote(at(minute, 10), 1 + minute, 1 + minute);
        }
        store();

        assertThat(minute(8).value("sma_10")).isNaN();
        assertThat(minute(8).columns()).noneMatch(column -> column.name().equals("sma_10"));
        assertThat(minute(9).value("sma_10")).isEqualTo(5.5);
        assertThat(minute(10).value("sma_10")).isEqualTo(6.5);
        assertThat(minute(10).barsSeen()).isEqualTo(11);
        assertThat(minute(10).status()).isEqualTo(BarStatus.FINAL);
        assertThat(minute(9).columns())
                .filteredOn(column -> column.name().equals("sma_10"))
                .singleElement()
                .satisfies(column -> assertThat(column.parameters()).isEqualTo("period=10"));
    }

    @Test
    void shouldHoldInTheEndWhatABatchOverTheCorrectedBarsGives() {
        Random random = new Random(7);
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        for (int minute = 0; minute < 180; minute++) {
            quote(minute, random);
            if (minute > 30 && random.nextInt(10) == 0) {
                // Late by up to half an hour: several bars of all timeframes are said again.
                quote(minute - 2 - random.nextInt(28), random);
            }
            if (minute == 90) {
                restart();
            }
            if (random.nextInt(20) == 0) {
                lane.pass(Duration.ofMillis(100), Duration.ofMillis(100));
            }
        }
        lane.pass(Duration.ofMillis(100), Duration.ofMillis(100));
        store();

        assertThat(bars.values())
                .anyMatch(bar -> bar.revision() > 0 && bar.key().timeframe().equals(Timeframe.M15));
        assertThat(values.keySet()).isEqualTo(bars.keySet());
        assertEqualToBatch();
        values.forEach((key, set) -> {
            Bar bar = requireNonNull(bars.get(key));
            assertThat(set.revision()).isEqualTo(bar.revision());
            assertThat(set.version()).isEqualTo(bar.version());
        });
    }

    @Test
    void shouldSayProvisionalValuesOfTheOpenBarAndLeaveTheSeriesAlone() {
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        for (int minute = 0; minute < 10; minute++) {
            lane.quote(at(minute, 10), 1 + minute, 1 + minute);
        }
        lane.pass(Duration.ofMillis(250), Duration.ofMillis(250));

        IndicatorValues forming = lane.formingIndicators.readValuesToList().stream()
                .filter(set -> set.key().timeframe().equals(Timeframe.M1))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(forming.key().startTimeUs()).isEqualTo(LaneDriver.at("00:09:00"));
        assertThat(forming.status()).isEqualTo(BarStatus.FORMING);
        assertThat(forming.value("sma_10")).isEqualTo(5.5);
        lane.quote(at(9, 30), 20, 20);
        lane.quote(at(10, 10), 11, 11);
        lane.alive("00:10:02");
        store();
        assertThat(minute(9).value("sma_10")).isEqualTo(6.5);
    }

    @Test
    void shouldAskForThePastOfASeriesThatBeginsAndBeWarmWhenItsFirstBarCloses() {
        lane.mark(EUR_USD, "10:00:00", FeedStatus.STARTED);
        lane.quote("10:00:10", 2, 2);
        lane.pass(Duration.ofMillis(250), Duration.ofMillis(250));
        assertThat(lane.requests.readValuesToList())
                .filteredOn(request -> request.getTimeframe().equals("1m"))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.getCause()).isEqualTo(BackfillCause.WARM_UP);
                    assertThat(request.getLane()).isEqualTo(io.candlewick.avro.Lane.LIVE);
                    assertThat(request.getSymbol()).isEqualTo("EUR/USD");
                    assertThat(request.getToTime().toString()).isEqualTo("2014-05-05T10:00:00Z");
                });

        for (int back = 250; back > 0; back--) {
            lane.seed(seed(LaneDriver.at("10:00:00") - back * MINUTE_US));
        }
        lane.alive("10:01:02");
        store();

        IndicatorValues first = requireNonNull(values.get(key(LaneDriver.at("10:00:00"))));
        assertThat(first.barsSeen()).isEqualTo(251);
        assertThat(first.value("sma_200")).isCloseTo(1.005, within(1e-12));
        assertThat(bars.keySet()).containsExactly(key(LaneDriver.at("10:00:00")));
        assertThat(values.keySet()).containsExactly(key(LaneDriver.at("10:00:00")));
        assertThat(lane.requests.isEmpty()).isTrue();
    }

    @Test
    void shouldBeginWithoutAPastAndSaySoInBarsSeen() {
        lane.mark(EUR_USD, "00:00:00", FeedStatus.STARTED);
        lane.quote("00:00:10", 2, 2);
        lane.alive("00:01:02");
        store();

        assertThat(minute(0).barsSeen()).isEqualTo(1);
        assertThat(minute(0).value("rsi_14")).isNaN();
    }

    @Test
    void shouldAskAgainWithGrowingPausesUntilThePastIsThere() {
        lane.mark(EUR_USD, "10:00:00", FeedStatus.STARTED);
        lane.quote("10:00:10", 2, 2);
        lane.alive("10:01:02");
        List<Duration> asked = new ArrayList<>();
        for (int minute = 0; minute < 16; minute++) {
            if (minutesRequested() > 0) {
                asked.add(Duration.ofMinutes(minute));
            }
            lane.pass(Duration.ofMinutes(1), Duration.ofMinutes(1));
        }

        assertThat(asked)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(7),
                        Duration.ofMinutes(15));

        for (int back = 250; back > 0; back--) {
            lane.seed(seed(LaneDriver.at("10:00:00") - back * MINUTE_US));
        }
        lane.pass(Duration.ofMinutes(1), Duration.ofDays(2));
        store();

        assertThat(values.get(key(LaneDriver.at("10:00:00"))))
                .as("said again, warm")
                .isNotNull()
                .satisfies(first -> {
                    assertThat(first.barsSeen()).isEqualTo(251);
                    assertThat(first.value("sma_200")).isCloseTo(1.005, within(1e-12));
                });
        assertThat(minutesRequested()).isZero();
    }

    @Test
    void shouldAskAgainAfterRestartForWhatIsStillCold() {
        lane.mark(EUR_USD, "10:00:00", FeedStatus.STARTED);
        lane.quote("10:00:10", 2, 2);
        lane.alive("10:01:02");
        assertThat(minutesRequested()).isEqualTo(1);
        restart();

        lane.pass(Duration.ofSeconds(1), Duration.ofSeconds(90));

        assertThat(minutesRequested()).isEqualTo(1);
    }

    private long minutesRequested() {
        return lane.requests.readValuesToList().stream()
                .filter(request -> request.getCause() == BackfillCause.WARM_UP
                        && request.getTimeframe().equals("1m")
                        && request.getToTime().toString().equals("2014-05-05T10:00:00Z"))
                .count();
    }

    private void restart() {
        store();
        LaneDriver restarted = new LaneDriver(Lane.LIVE, stateDir.resolve("second"));
        restarted.instrument(LaneDriver.quoted(EUR_USD, Duration.ofSeconds(2)));
        restarted.restoreFrom(lane);
        lane.close();
        lane = restarted;
    }

    private void quote(int minute, Random random) {
        double price = Math.round(100_000 * (1.3 + 0.01 * random.nextGaussian())) / 1e5;
        lane.quote(at(minute, random.nextInt(60)), price, price + 0.0002);
    }

    private void store() {
        lane.bars.readValuesToList().forEach(bar -> bars.put(bar.key(), bar));
        lane.indicators.readValuesToList().forEach(set -> values.put(set.key(), set));
    }

    private void assertEqualToBatch() {
        for (Timeframe timeframe : Timeframe.STANDARD) {
            TreeMap<Long, Bar> series = new TreeMap<>();
            bars.values().stream()
                    .filter(bar -> bar.key().timeframe().equals(timeframe))
                    .forEach(bar -> series.put(bar.key().startTimeUs(), bar));
            IndicatorSeries batch = LaneDriver.INDICATORS.newSeries();
            double[] expected = new double[LaneDriver.INDICATORS.columns().size()];
            series.values().forEach(bar -> {
                batch.next(
                        IndicatorBar.of(
                                bar,
                                TradingCalendar.UTC.startOf(
                                        Timeframe.D1, bar.key().startTimeUs())),
                        expected);
                IndicatorValues said = requireNonNull(values.get(bar.key()));
                for (int column = 0; column < expected.length; column++) {
                    String name = LaneDriver.INDICATORS.columns().get(column).name();
                    assertThat(said.value(name))
                            .as("%s of %s", name, bar.key())
                            .isEqualTo(Double.valueOf(expected[column]));
                }
            });
        }
    }

    private static Bar seed(long startUs) {
        return Fixtures.aBar()
                .fromUs(startUs)
                .quotes(new Ohlc(1, 1, 1, 1), 0.0001)
                .build();
    }

    private IndicatorValues minute(int minute) {
        return requireNonNull(values.get(key(LaneDriver.at("00:00:00") + minute * MINUTE_US)));
    }

    private static BarKey key(long startUs) {
        return new BarKey(BarKey.SYSTEM_TENANT, EUR_USD, Timeframe.M1, startUs);
    }

    private static String at(int minute, int second) {
        return String.format("%02d:%02d:%02d", minute / 60, minute % 60, second);
    }
}
