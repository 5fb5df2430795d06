package io.candlewick.connect.sink;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.avro.EconomicEvent;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.Importance;
import io.candlewick.avro.TimePrecision;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Ticks and bars with literal values, all of 2014-05-01 05:00 UTC and after. */
public final class Samples {

    /** 2014-05-01T05:00:00Z. */
    public static final long START_US = 1_398_920_400_000_000L;

    public static final Symbol EUR_USD = Symbol.of("EUR/USD");

    private static final Tick.Origin ORIGIN = new Tick.Origin("system", "replay", START_US + 7);
    private static final long MINUTE_US = 60_000_000L;

    private Samples() {}

    public static Tick quote(long sequence) {
        return Tick.quote(ORIGIN, EUR_USD, START_US + sequence * 1_000, sequence, 1.38663, 1.38665);
    }

    public static Tick trade(long sequence) {
        return Tick.trade(
                        ORIGIN,
                        Symbol.of("BTC/USDT"),
                        START_US,
                        sequence,
                        9_500.01,
                        0.25,
                        AggressorSide.SELL,
                        "t-" + sequence)
                .at("binance", null);
    }

    public static Tick heartbeat() {
        return Tick.heartbeat(ORIGIN, Symbol.EVERY, START_US, FeedStatus.ALIVE);
    }

    /** Values of the bar of that minute and revision, by name; NaN is absent. */
    public static IndicatorValues indicators(int minute, int revision, Map<String, Double> values) {
        List<IndicatorColumn> columns = values.keySet().stream()
                .map(name -> new IndicatorColumn(name, name + ".formula's.v1", "period=14"))
                .toList();
        return new IndicatorValues(
                IndicatorValues.Origin.of(bar(minute, 1.2, revision)),
                minute + 1L,
                columns,
                values.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The bar of that minute, made from quotes, with that close; FINAL of revision 0, CORRECTED above. */
    public static Bar bar(int minute, double close, int revision) {
        long start = START_US + minute * MINUTE_US;
        return new Bar(
                new BarKey("system", EUR_USD, Timeframe.M1, start),
                start + MINUTE_US,
                new Ohlc(1.1, 1.4, 1.0, close),
                new Ohlc(1.05, 1.35, 0.95, close - 0.05),
                new Ohlc(1.15, 1.45, 1.05, close + 0.05),
                42,
                42,
                1.25,
                0.1,
                0.1,
                4000,
                1000,
                Double.NaN,
                Double.NaN,
                start + 1,
                start + MINUTE_US - 1,
                revision == 0 ? BarStatus.FINAL : BarStatus.CORRECTED,
                revision,
                revision == 0 ? null : CorrectionCause.LATE_TICK,
                BarSource.LIVE,
                true);
    }

    /** The entry of that title as it was after so many updates. */
    public static EconomicEvent event(String title, int updates) {
        return EconomicEvent.newBuilder()
                .setTenant("system")
                .setSource("forexfactory")
                .setSourceId(null)
                .setEventTime(instant(START_US))
                .setTimePrecision(TimePrecision.EXACT)
                .setCurrency("USD")
                .setCountry("US")
                .setTitle(title)
                .setImportance(Importance.HIGH)
                .setUnit("K")
                .setActualText(updates == 0 ? null : updates + "K")
                .setActual(updates == 0 ? null : (double) updates)
                .setForecastText("210K")
                .setForecast(210.0)
                .setPreviousText(null)
                .setPrevious(null)
                .setRevisedText(null)
                .setRevised(null)
                .setFirstSeenTime(instant(START_US - MINUTE_US))
                .setUpdatedTime(instant(START_US + updates))
                .build();
    }

    private static Instant instant(long us) {
        return Instant.EPOCH.plus(us, ChronoUnit.MICROS);
    }
}
