package io.candlewick.streams.query;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.streams.stored.SeriesRange;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Bars of one series with literal values, for tests of how they are asked for and written. */
final class ExampleSeries {

    static final Symbol SYMBOL = Symbol.of("EUR/USD");
    static final long MINUTE_US = 60_000_000L;
    static final long START_US = Times.us(Instant.parse("2014-05-05T08:00:00Z"));
    static final SeriesRange RANGE =
            new SeriesRange("system", SYMBOL, Timeframe.M1, Long.MIN_VALUE, Long.MAX_VALUE, 500);
    static final SeriesWish WITH_INDICATORS = new SeriesWish(RANGE, true, Set.of(), BarField.ALL, false);

    private static final List<IndicatorColumn> COLUMNS =
            List.of(new IndicatorColumn("sma_2", "", ""), new IndicatorColumn("rsi_14", "", ""));

    private ExampleSeries() {}

    /** A bar of quotes. */
    static Bar bar(int minute, BarStatus status) {
        long startUs = START_US + minute * MINUTE_US;
        boolean corrected = status == BarStatus.CORRECTED;
        return new Bar(
                new BarKey("system", SYMBOL, Timeframe.M1, startUs),
                startUs + MINUTE_US,
                new Ohlc(1.1, 1.3, 1.0, 1.2),
                new Ohlc(1.05, 1.25, 0.95, 1.15),
                null,
                42,
                42,
                1.15,
                0.1,
                0.2,
                3_000,
                1_000,
                Double.NaN,
                Double.NaN,
                startUs + 1,
                Bar.NO_TIME,
                status,
                corrected ? 2 : 0,
                corrected ? CorrectionCause.LATE_TICK : null,
                BarSource.LIVE,
                true);
    }

    /** Its indicators: one that is warmed up and one that is not. */
    static IndicatorValues values(Bar bar, long barsSeen) {
        return new IndicatorValues(
                IndicatorValues.Origin.of(bar), barsSeen, COLUMNS, new double[] {1.0 + barsSeen, Double.NaN});
    }
}
