package io.candlewick.streams.stored;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns of a bar in both databases, and how a row of them becomes a bar. */
final class BarColumns {

    private static final List<String> NAMES = List.of(
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
            "complete");
    private static final Set<String> TIMES = Set.of("start_time", "end_time", "first_tick_time", "last_tick_time");

    private BarColumns() {}

    /** The columns as a SELECT lists them; a time goes through the database's own function that makes microseconds of it. */
    static String select(UnaryOperator<String> microseconds) {
        return NAMES.stream()
                .map(name -> TIMES.contains(name) ? microseconds.apply(name) : name)
                .collect(Collectors.joining(", "));
    }

    /** The bar of a row. */
    static <E extends Exception> Bar bar(SeriesRange series, FieldReader<E> in) throws E {
        return new Bar(
                new BarKey(series.tenant(), series.symbol(), series.timeframe(), in.whole()),
                in.whole(),
                new Ohlc(in.number(), in.number(), in.number(), in.number()),
                side(in),
                side(in),
                in.number(),
                in.whole(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.time(),
                in.time(),
                BarStatus.valueOf(in.text()),
                (int) in.whole(),
                cause(in),
                BarSource.valueOf(in.text()),
                in.flag());
    }

    private static <E extends Exception> @Nullable Ohlc side(FieldReader<E> in) throws E {
        Ohlc side = new Ohlc(in.number(), in.number(), in.number(), in.number());
        return Double.isNaN(side.open()) ? null : side;
    }

    private static <E extends Exception> @Nullable CorrectionCause cause(FieldReader<E> in) throws E {
        String text = in.text();
        return text.isEmpty() ? null : CorrectionCause.valueOf(text);
    }
}
