package io.candlewick.streams.domain.series;

import static io.candlewick.streams.domain.series.SeriesScript.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VendorBarsTest {

    private static final double NAN = Double.NaN;
    private static final long NOW_US = at("12:00");

    private final SeriesScript script = new SeriesScript(TradingCalendar.UTC, Timeframe.M1);

    @Test
    void shouldFindNoFaultInAVendorsBar() {
        assertThat(faultOf(script.bar(BarSource.VENDOR, true, Timeframe.M1, at("10:00"), 100)))
                .isNull();
        assertThat(faultOf(prices(new Ohlc(1, 1, 1, 1)))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 3, 2",
        "3, 2, 1, 2",
        "0.5, 2, 1, 2",
        "2, 2, 1, 2.5",
        "2, 2, 1, 0.5",
        "NaN, 2, 1, 2",
        "2, NaN, 1, 2",
        "2, 2, NaN, 2",
        "2, 2, 1, NaN",
        "2, Infinity, 1, 2",
        "1, 2, 0, 2",
        "1, 2, -1, 2",
        "1, 1e15, 1, 2"
    })
    void shouldFindPricesThatAreNone(double open, double high, double low, double close) {
        Ohlc wrong = new Ohlc(open, high, low, close);

        assertThat(faultOf(prices(wrong))).isEqualTo(BarReject.INVALID_PRICE);
        assertThat(faultOf(bar(new Ohlc(1, 1, 1, 1), wrong, 1, 1, NAN, at("10:00"), BarStatus.FINAL)))
                .isEqualTo(BarReject.INVALID_PRICE);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1, NaN", "NaN, 1, NaN", "Infinity, 1, NaN", "1, -1, NaN", "1, 1, -1", "1, 1, Infinity"})
    void shouldFindVolumesThatAreNone(double volume, long ticks, double vwap) {
        assertThat(faultOf(bar(new Ohlc(1, 1, 1, 1), null, volume, ticks, vwap, at("10:00"), BarStatus.FINAL)))
                .isEqualTo(BarReject.INVALID_VOLUME);
    }

    @ParameterizedTest
    @CsvSource({"10:00, 0, ", "10:00, 1, OFF_GRID", "10:00, -1, OFF_GRID", "11:59, 0, ", "12:00, 0, FUTURE"})
    void shouldFindBarsThatAreOffTheGridOrInTheFuture(String start, long microseconds, @Nullable BarReject fault) {
        Bar bar = bar(new Ohlc(1, 1, 1, 1), null, 1, 1, NAN, at(start) + microseconds, BarStatus.FINAL);

        assertThat(faultOf(bar)).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({"-9223372036854775808", "9223372036854775000", "-9223372036854000"})
    void shouldFindTimesThatNoCalendarReaches(long startUs) {
        assertThat(faultOf(bar(new Ohlc(1, 1, 1, 1), null, 1, 1, NAN, startUs, BarStatus.FINAL)))
                .isEqualTo(BarReject.OFF_GRID);
    }

    @Test
    void shouldFindBarsThatNoVendorMadeOrThatAreOpen() {
        assertThat(faultOf(script.bar(BarSource.LIVE, true, Timeframe.M1, at("10:00"), 100)))
                .isEqualTo(BarReject.NO_VENDOR_BAR);
        assertThat(faultOf(bar(new Ohlc(1, 1, 1, 1), null, 1, 1, NAN, at("10:00"), BarStatus.FORMING)))
                .isEqualTo(BarReject.NO_VENDOR_BAR);
    }

    @ParameterizedTest
    @CsvSource({
        "10:00, 10:01, ",
        "09:00, 11:00, ",
        "10:01, 10:02, INVALID_RANGE",
        "10:00, 10:00, INVALID_RANGE",
        "11:00, 09:00, INVALID_RANGE"
    })
    void shouldFindRangesThatDoNotHoldTheirBar(String from, String to, @Nullable BarReject fault) {
        Bar bar = script.bar(BarSource.VENDOR, true, Timeframe.M1, at("10:00"), 100);

        assertThat(VendorBars.faultOf(bar, new SeriesMerging.Range(at(from), at(to))))
                .isEqualTo(fault);
        assertThat(VendorBars.faultOf(bar, new SeriesMerging.Range(Long.MIN_VALUE, at("11:00"))))
                .isEqualTo(BarReject.INVALID_RANGE);
    }

    private @Nullable BarReject faultOf(Bar bar) {
        return VendorBars.faultOf(bar, script.instrument, NOW_US, false);
    }

    private static Bar prices(Ohlc price) {
        return bar(price, null, 1, 1, NAN, at("10:00"), BarStatus.FINAL);
    }

    private static Bar bar(
            Ohlc price, @Nullable Ohlc side, double volume, long ticks, double vwap, long startUs, BarStatus status) {
        return new Bar(
                new BarKey(BarKey.SYSTEM_TENANT, SeriesScript.EUR_USD, Timeframe.M1, startUs),
                startUs + 60_000_000,
                price,
                side,
                null,
                volume,
                ticks,
                vwap,
                NAN,
                NAN,
                NAN,
                NAN,
                NAN,
                NAN,
                Bar.NO_TIME,
                Bar.NO_TIME,
                status,
                0,
                null,
                BarSource.VENDOR,
                true);
    }
}
