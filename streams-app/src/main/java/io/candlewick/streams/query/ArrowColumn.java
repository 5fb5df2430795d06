package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Ohlc;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * A column of an Arrow answer.
 *
 * @param field its name and type
 * @param fill how a row of it is set
 */
record ArrowColumn(Field field, Fill fill) {

    /** The fields of a bar, in the order of Bar.avsc. */
    static final List<ArrowColumn> OF_BARS = ofBars();

    /** What goes before the values where indicators alone are wanted. */
    static final List<ArrowColumn> OF_VALUES = List.of(
            time("start_time", bar -> bar.key().startTimeUs()),
            text("status", bar -> bar.status().name()),
            whole("revision", Bar::revision),
            new ArrowColumn(
                    nullable("bars_seen", new ArrowType.Int(Long.SIZE, true)),
                    (vector, row, bar, values) ->
                            ((BigIntVector) vector).setSafe(row, values == null ? 0 : values.barsSeen())));

    /** Sets a row of a column. */
    interface Fill {
        void set(FieldVector vector, int row, Bar bar, @Nullable IndicatorValues values);
    }

    static ArrowColumn indicator(String name) {
        return new ArrowColumn(
                nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                (vector, row, bar, values) ->
                        set((Float8Vector) vector, row, values == null ? Double.NaN : values.value(name)));
    }

    private static List<ArrowColumn> ofBars() {
        List<ArrowColumn> columns = new ArrayList<>();
        columns.add(text("tenant", bar -> bar.key().tenant()));
        columns.add(text("symbol", bar -> bar.key().symbol().text()));
        columns.add(text("timeframe", bar -> bar.key().timeframe().code()));
        columns.add(time("start_time", bar -> bar.key().startTimeUs()));
        columns.add(time("end_time", Bar::endTimeUs));
        side("", Bar::price, columns);
        side("bid_", Bar::bid, columns);
        side("ask_", Bar::ask, columns);
        columns.add(number("volume", Bar::volume));
        columns.add(whole("tick_count", Bar::tickCount));
        columns.add(number("vwap", Bar::vwap));
        columns.add(number("spread_mean", Bar::spreadMean));
        columns.add(number("spread_max", Bar::spreadMax));
        columns.add(number("range_pips", Bar::rangePips));
        columns.add(number("body_pips", Bar::bodyPips));
        columns.add(number("buy_volume", Bar::buyVolume));
        columns.add(number("sell_volume", Bar::sellVolume));
        columns.add(time("first_tick_time", Bar::firstTickTimeUs));
        columns.add(time("last_tick_time", Bar::lastTickTimeUs));
        columns.add(text("status", bar -> bar.status().name()));
        columns.add(whole("revision", Bar::revision));
        columns.add(text("cause", ArrowColumn::cause));
        columns.add(text("source", bar -> bar.source().name()));
        columns.add(flag("complete", Bar::complete));
        columns.add(whole("version", Bar::version));
        return List.copyOf(columns);
    }

    private static @Nullable String cause(Bar bar) {
        return bar.cause() == null ? null : bar.cause().name();
    }

    private static void side(String prefix, Function<Bar, @Nullable Ohlc> side, List<ArrowColumn> into) {
        into.add(number(prefix + "open", bar -> price(side.apply(bar), Ohlc::open)));
        into.add(number(prefix + "high", bar -> price(side.apply(bar), Ohlc::high)));
        into.add(number(prefix + "low", bar -> price(side.apply(bar), Ohlc::low)));
        into.add(number(prefix + "close", bar -> price(side.apply(bar), Ohlc::close)));
    }

    private static double price(@Nullable Ohlc side, ToDoubleFunction<Ohlc> price) {
        return side == null ? Double.NaN : price.applyAsDouble(side);
    }

    private static ArrowColumn text(String name, Function<Bar, @Nullable String> of) {
        return new ArrowColumn(nullable(name, ArrowType.Utf8.INSTANCE), (vector, row, bar, values) -> {
            String text = of.apply(bar);
            if (text == null) {
                vector.setNull(row);
            } else {
                ((VarCharVector) vector).setSafe(row, text.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private static ArrowColumn number(String name, ToDoubleFunction<Bar> of) {
        return new ArrowColumn(
                nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                (vector, row, bar, values) -> set((Float8Vector) vector, row, of.applyAsDouble(bar)));
    }

    private static ArrowColumn whole(String name, ToLongFunction<Bar> of) {
        return new ArrowColumn(
                nullable(name, new ArrowType.Int(Long.SIZE, true)),
                (vector, row, bar, values) -> ((BigIntVector) vector).setSafe(row, of.applyAsLong(bar)));
    }

    private static ArrowColumn time(String name, ToLongFunction<Bar> of) {
        return new ArrowColumn(
                nullable(name, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")), (vector, row, bar, values) -> {
                    long timeUs = of.applyAsLong(bar);
                    if (timeUs == Bar.NO_TIME) {
                        vector.setNull(row);
                    } else {
                        ((TimeStampMicroTZVector) vector).setSafe(row, timeUs);
                    }
                });
    }

    private static ArrowColumn flag(String name, Predicate<Bar> of) {
        return new ArrowColumn(
                nullable(name, ArrowType.Bool.INSTANCE),
                (vector, row, bar, values) -> ((BitVector) vector).setSafe(row, of.test(bar) ? 1 : 0));
    }

    private static void set(Float8Vector vector, int row, double number) {
        if (Double.isNaN(number)) {
            vector.setNull(row);
        } else {
            vector.setSafe(row, number);
        }
    }

    private static Field nullable(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }
}
