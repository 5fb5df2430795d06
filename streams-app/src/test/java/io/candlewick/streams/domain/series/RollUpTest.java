package io.candlewick.streams.domain.series;

import static io.candlewick.streams.domain.series.SeriesScript.at;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RollUpTest {

    private final SeriesScript script = new SeriesScript(TradingCalendar.UTC, Timeframe.M1);

    @Test
    void shouldTakePricesFromWhereTheyStand() {
        Bar rolledUp = rollUp(
                part("10:00", new Ohlc(1.1, 1.4, 1.0, 1.2), 3, 1.2),
                part("10:01", new Ohlc(1.2, 1.3, 0.9, 1.25), 1, 1.1));

        assertThat(rolledUp.price()).isEqualTo(new Ohlc(1.1, 1.4, 0.9, 1.25));
        assertThat(rolledUp.rangePips()).isEqualTo(5_000);
        assertThat(rolledUp.bodyPips()).isEqualTo(1_500);
        assertThat(rolledUp.firstTickTimeUs()).isEqualTo(at("10:00") + 1);
        assertThat(rolledUp.lastTickTimeUs()).isEqualTo(at("10:01") + 2);
        assertThat(rolledUp.source()).isEqualTo(BarSource.ROLLED_UP);
        assertThat(rolledUp.complete()).isTrue();
    }

    @Test
    void shouldWeighVwapByVolumeAndRoundOnce() {
        Ohlc price = new Ohlc(1, 1, 1, 1);

        Bar rolledUp =
                rollUp(part("10:00", price, 0.1, 1.1), part("10:01", price, 0.2, 1.3), part("10:02", price, 0, NAN));

        // In doubles 0.1 + 0.2 is 0.30000000000000004, and (0.1 * 1.1 + 0.2 * 1.3) / 0.3 is 1.2333333333333336.
        assertThat(rolledUp.volume()).isEqualTo(0.3);
        assertThat(rolledUp.vwap()).isEqualTo(1.2333333333333334);
        assertThat(rolledUp.tickCount()).isEqualTo(6);
    }

    @Test
    void shouldNotTellWhatAPartDoesNotTell() {
        Bar whole = script.bar(BarSource.LIVE, true, Timeframe.M1, at("10:00"), 100);

        Bar rolledUp = rollUp(whole, part("10:01", new Ohlc(1, 1, 1, 1), 5, NAN));

        assertThat(rolledUp.bid()).isNull();
        assertThat(rolledUp.ask()).isNull();
        assertThat(rolledUp.vwap()).isNaN();
        assertThat(rolledUp.spreadMean()).isNaN();
        assertThat(rolledUp.spreadMax()).isNaN();
        assertThat(rolledUp.buyVolume()).isNaN();
        assertThat(rolledUp.volume()).isEqualTo(7);
    }

    @Test
    void shouldTakeSidesAndSpreadsWhereEveryPartHasThem() {
        Bar rolledUp = rollUp(
                script.bar(BarSource.LIVE, true, Timeframe.M1, at("10:00"), 100),
                script.bar(BarSource.LIVE, true, Timeframe.M1, at("10:01"), 110));

        assertThat(requireNonNull(rolledUp.bid())).isEqualTo(new Ohlc(99.75, 110.75, 98.75, 110.25));
        assertThat(requireNonNull(rolledUp.ask())).isEqualTo(new Ohlc(100.25, 111.25, 99.25, 110.75));
        assertThat(rolledUp.spreadMean()).isEqualTo(0.5);
        assertThat(rolledUp.spreadMax()).isEqualTo(0.5);
    }

    @Test
    void shouldLeaveOutBarsThatTheEmptyBarPolicyMade() {
        Bar rolledUp =
                rollUp(flat("10:00", 90), part("10:01", new Ohlc(100, 101, 99, 100), 5, 100), flat("10:02", 100));

        assertThat(rolledUp.price()).isEqualTo(new Ohlc(100, 101, 99, 100));
        assertThat(rolledUp.vwap()).isEqualTo(100);
        assertThat(rolledUp.lastTickTimeUs()).isEqualTo(at("10:01") + 2);
    }

    @Test
    void shouldNotTakeAMergedBarOfAVendorWithoutVolumeForAnEmptyOne() {
        Bar merged = bar("10:00", new Ohlc(100, 107, 93, 101), 0, 0, NAN, BarSource.ROLLED_UP, null);

        Bar rolledUp = rollUp(merged, part("10:01", new Ohlc(101, 102, 99, 100), 5, 100));

        assertThat(rolledUp.price()).isEqualTo(new Ohlc(100, 107, 93, 100));
    }

    @Test
    void shouldBeFlatWhereEveryPartIs() {
        Bar rolledUp = rollUp(flat("10:00", 90), flat("10:01", 90));

        assertThat(rolledUp.price()).isEqualTo(new Ohlc(90, 90, 90, 90));
        assertThat(rolledUp.tickCount()).isZero();
        assertThat(rolledUp.vwap()).isNaN();
        assertThat(rolledUp.firstTickTimeUs()).isEqualTo(Bar.NO_TIME);
    }

    private static final double NAN = Double.NaN;

    private Bar rollUp(Bar... parts) {
        BarKey key = new BarKey(BarKey.SYSTEM_TENANT, SeriesScript.EUR_USD, Timeframe.M5, at("10:00"));
        return RollUp.of(key, at("10:05"), List.of(parts), script.instrument);
    }

    private static Bar part(String start, Ohlc price, double volume, double vwap) {
        return bar(start, price, volume, 2, vwap, BarSource.VENDOR, null);
    }

    private static Bar flat(String start, double price) {
        return bar(start, new Ohlc(price, price, price, price), 0, 0, NAN, BarSource.LIVE, null);
    }

    private static Bar bar(
            String start, Ohlc price, double volume, long ticks, double vwap, BarSource source, @Nullable Ohlc side) {
        long startUs = at(start);
        return new Bar(
                new BarKey(BarKey.SYSTEM_TENANT, SeriesScript.EUR_USD, Timeframe.M1, startUs),
                startUs + 60_000_000,
                price,
                side,
                side,
                volume,
                ticks,
                vwap,
                NAN,
                NAN,
                NAN,
                NAN,
                NAN,
                NAN,
                ticks == 0 ? Bar.NO_TIME : startUs + 1,
                ticks == 0 ? Bar.NO_TIME : startUs + 2,
                BarStatus.FINAL,
                0,
                null,
                source,
                true);
    }
}
