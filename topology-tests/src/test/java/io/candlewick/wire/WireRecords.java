package io.candlewick.wire;

import static io.candlewick.market.fixtures.Fixtures.aBar;
import static io.candlewick.market.fixtures.Fixtures.aTick;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickAction;
import io.candlewick.market.Bar;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Tick;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records that travel in the proofs, and their fields by wire name as the schema describes them: absent numbers are null, enums are
 * text, times are microseconds.
 */
final class WireRecords {

    static final List<Tick> TICKS = List.of(
            aTick().at("2014-05-01T05:00:00.123456Z").quote(1.38664, 1.38667).build(),
            aTick().of("XAU/USD")
                    .sequence(Long.MAX_VALUE)
                    .quote(-0.0, Double.MIN_VALUE, 1_000_000, 2.5e15)
                    .venue("LMAX")
                    .conditions("R,Ω")
                    .build(),
            aTick().of("BTC-USD")
                    .tenant("租户")
                    .feed("binance.spot")
                    .atUs(-1)
                    .ingestedAtUs(1)
                    .sequence(-1)
                    .trade(67_123.45, 0.00001, AggressorSide.SELL)
                    .tradeId("3600000001")
                    .action(TickAction.CORRECT)
                    .build(),
            aTick().heartbeat(FeedStatus.ALIVE)
                    .at("2026-11-21T11:59:59.999999Z")
                    .build(),
            aTick().heartbeat(FeedStatus.ENDED).of("EUR/USD").build());

    static final List<Bar> BARS = List.of(
            aBar().from("2014-05-01T05:00:00Z").build(),
            aBar().timeframe("1d")
                    .calendar("America/New_York 17:00")
                    .from("2026-03-07T22:00:00Z")
                    .corrected(3, CorrectionCause.TRADE_CANCELLED)
                    .source(BarSource.REPAIRED)
                    .build(),
            aBar().of("BTC-USD")
                    .timeframe("1w")
                    .from("2026-03-02T00:00:00Z")
                    .trades(new Ohlc(67_000.1, 68_123.45, 66_001.0, 67_500.25), 12.5, 1e-8)
                    .vwap(67_333.33333333333)
                    .source(BarSource.VENDOR)
                    .build(),
            aBar().tenant("mira")
                    .timeframe("1s")
                    .trades(new Ohlc(1, 1, 1, 1), 0, 0)
                    .ticks(0)
                    .vwap(Double.NaN)
                    .incomplete()
                    .forming()
                    .build());

    private WireRecords() {}

    static Map<String, @Nullable Object> fields(Tick tick) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("tenant", tick.tenant());
        fields.put("symbol", tick.symbol().text());
        fields.put("feed", tick.feed());
        fields.put("kind", tick.kind().name());
        fields.put("event_time", tick.eventTimeUs());
        fields.put("ingest_time", tick.ingestTimeUs());
        fields.put("sequence", tick.sequence());
        fields.put("bid", orNull(tick.bid()));
        fields.put("ask", orNull(tick.ask()));
        fields.put("bid_size", orNull(tick.bidSize()));
        fields.put("ask_size", orNull(tick.askSize()));
        fields.put("price", orNull(tick.price()));
        fields.put("size", orNull(tick.size()));
        fields.put("aggressor_side", tick.aggressorSide().name());
        fields.put("trade_id", tick.tradeId());
        fields.put("venue", tick.venue());
        fields.put("conditions", tick.conditions());
        fields.put("action", tick.action().name());
        fields.put("feed_status", name(tick.feedStatus()));
        return fields;
    }

    static Map<String, @Nullable Object> fields(Bar bar) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("tenant", bar.key().tenant());
        fields.put("symbol", bar.key().symbol().text());
        fields.put("timeframe", bar.key().timeframe().code());
        fields.put("start_time", bar.key().startTimeUs());
        fields.put("end_time", bar.endTimeUs());
        putPrices(fields, "", bar.price());
        putPrices(fields, "bid_", bar.bid());
        putPrices(fields, "ask_", bar.ask());
        fields.put("volume", bar.volume());
        fields.put("tick_count", bar.tickCount());
        fields.put("vwap", orNull(bar.vwap()));
        fields.put("spread_mean", orNull(bar.spreadMean()));
        fields.put("spread_max", orNull(bar.spreadMax()));
        fields.put("range_pips", orNull(bar.rangePips()));
        fields.put("body_pips", orNull(bar.bodyPips()));
        fields.put("buy_volume", orNull(bar.buyVolume()));
        fields.put("sell_volume", orNull(bar.sellVolume()));
        fields.put("first_tick_time", bar.firstTickTimeUs() == Bar.NO_TIME ? null : bar.firstTickTimeUs());
        fields.put("last_tick_time", bar.lastTickTimeUs() == Bar.NO_TIME ? null : bar.lastTickTimeUs());
        fields.put("status", bar.status().name());
        fields.put("revision", bar.revision());
        fields.put("cause", name(bar.cause()));
        fields.put("source", bar.source().name());
        fields.put("complete", bar.complete());
        fields.put("version", bar.version());
        return fields;
    }

    private static void putPrices(Map<String, @Nullable Object> fields, String prefix, @Nullable Ohlc prices) {
        fields.put(prefix + "open", prices == null ? null : orNull(prices.open()));
        fields.put(prefix + "high", prices == null ? null : orNull(prices.high()));
        fields.put(prefix + "low", prices == null ? null : orNull(prices.low()));
        fields.put(prefix + "close", prices == null ? null : orNull(prices.close()));
    }

    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }
}
