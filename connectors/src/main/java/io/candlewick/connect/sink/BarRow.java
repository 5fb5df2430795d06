package io.candlewick.connect.sink;

import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bar as a row: every field of {@code Bar.avsc}, and the lineage that travels in the record's headers. */
public final class BarRow implements RowMapper<Bar> {

    /** What names a bar; of several with one key the greatest {@code version} is kept, of equal ones the later written. */
    public static final List<String> KEY = List.of("tenant", "symbol", "timeframe", "start_time");

    private static final Ohlc NO_SIDE = new Ohlc(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private static final List<String> COLUMNS = List.of(
            "tenant",
            "symbol",
            "timeframe",
            "start_time",
            "end_time",
            "open",
            "high",
            "low",
            "close",
            "bid_open",
            "bid_high",
            "bid_low",
            "bid_close",
            "ask_open",
            "ask_high",
            "ask_low",
            "ask_close",
            "volume",
            "tick_count",
            "vwap",
            "spread_mean",
            "spread_max",
            "range_pips",
            "body_pips",
            "buy_volume",
            "sell_volume",
            "first_tick_time",
            "last_tick_time",
            "status",
            "revision",
            "cause",
            "source",
            "complete",
            "version",
            "lineage_topic",
            "lineage_partition",
            "lineage_first_offset",
            "lineage_last_offset");

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void map(Row<Bar> row, FieldWriter fields) {
        Bar bar = row.value();
        mapKey(bar.key(), fields);
        fields.time(bar.endTimeUs());
        mapPrices(bar, fields);
        fields.float64(bar.volume());
        fields.int64(bar.tickCount());
        fields.nullableFloat64(bar.vwap());
        fields.nullableFloat64(bar.spreadMean());
        fields.nullableFloat64(bar.spreadMax());
        fields.nullableFloat64(bar.rangePips());
        fields.nullableFloat64(bar.bodyPips());
        fields.nullableFloat64(bar.buyVolume());
        fields.nullableFloat64(bar.sellVolume());
        fields.nullableTime(bar.firstTickTimeUs());
        fields.nullableTime(bar.lastTickTimeUs());
        fields.text(bar.status().name());
        fields.int32(bar.revision());
        fields.nullableText(bar.cause() == null ? null : bar.cause().name());
        fields.text(bar.source().name());
        fields.bool(bar.complete());
        fields.int64(bar.version());
        mapLineage(Lineage.of(row.record().headers()), fields);
    }

    private static void mapKey(BarKey key, FieldWriter fields) {
        fields.text(key.tenant());
        fields.text(key.symbol().text());
        fields.text(key.timeframe().code());
        fields.time(key.startTimeUs());
    }

    private static void mapPrices(Bar bar, FieldWriter fields) {
        fields.float64(bar.price().open());
        fields.float64(bar.price().high());
        fields.float64(bar.price().low());
        fields.float64(bar.price().close());
        mapSide(bar.bid(), fields);
        mapSide(bar.ask(), fields);
    }

    private static void mapSide(@Nullable Ohlc side, FieldWriter fields) {
        Ohlc prices = side == null ? NO_SIDE : side;
        fields.nullableFloat64(prices.open());
        fields.nullableFloat64(prices.high());
        fields.nullableFloat64(prices.low());
        fields.nullableFloat64(prices.close());
    }

    private static void mapLineage(Lineage lineage, FieldWriter fields) {
        fields.nullableText(lineage.topic());
        fields.nullableInt32(lineage.partition());
        fields.nullableInt64(lineage.firstOffset());
        fields.nullableInt64(lineage.lastOffset());
    }
}
