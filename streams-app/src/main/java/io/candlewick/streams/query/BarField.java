package io.candlewick.streams.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.candlewick.market.Bar;
import io.candlewick.market.Ohlc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One field of a bar, under the name that Bar.avsc gives it: absent numbers and times are null, times ISO-8601.
 *
 * @param name encoded once, because it is written with every bar
 * @param value how the value is written
 */
record BarField(SerializedString name, Value value) {

    /** Every field, in the order of Bar.avsc. */
    static final List<BarField> ALL = all();

    private static final Map<String, BarField> BY_NAME = byName();

    /** Writes the value of a field. */
    interface Value {
        void write(Bar bar, JsonGenerator json) throws IOException;
    }

    /**
     * A field by its name.
     *
     * @throws IllegalArgumentException if there is none; the message names all
     */
    static BarField parse(String text) {
        BarField field = BY_NAME.get(text);
        if (field == null) {
            throw new IllegalArgumentException("'" + text + "' is no field of a bar; there are "
                    + String.join(", ", ALL.stream().map(BarField::text).toList()));
        }
        return field;
    }

    String text() {
        return name.getValue();
    }

    /** The field with its name, in an object that is open. */
    void write(Bar bar, JsonGenerator json) throws IOException {
        json.writeFieldName(name);
        value.write(bar, json);
    }

    private static List<BarField> all() {
        List<BarField> fields = new ArrayList<>(Arrays.asList(
                text("tenant", bar -> bar.key().tenant()),
                text("symbol", bar -> bar.key().symbol().text()),
                text("timeframe", bar -> bar.key().timeframe().code()),
                time("start_time", bar -> bar.key().startTimeUs()),
                time("end_time", Bar::endTimeUs)));
        fields.addAll(side("", Bar::price));
        fields.addAll(side("bid_", Bar::bid));
        fields.addAll(side("ask_", Bar::ask));
        fields.addAll(Arrays.asList(
                number("volume", Bar::volume),
                whole("tick_count", Bar::tickCount),
                number("vwap", Bar::vwap),
                number("spread_mean", Bar::spreadMean),
                number("spread_max", Bar::spreadMax),
                number("range_pips", Bar::rangePips),
                number("body_pips", Bar::bodyPips),
                number("buy_volume", Bar::buyVolume),
                number("sell_volume", Bar::sellVolume),
                time("first_tick_time", Bar::firstTickTimeUs),
                time("last_tick_time", Bar::lastTickTimeUs),
                text("status", bar -> bar.status().name()),
                whole("revision", Bar::revision),
                text("cause", bar -> bar.cause() == null ? null : bar.cause().name()),
                text("source", bar -> bar.source().name()),
                of("complete", (bar, json) -> json.writeBoolean(bar.complete())),
                whole("version", Bar::version)));
        return List.copyOf(fields);
    }

    private static Map<String, BarField> byName() {
        Map<String, BarField> byName = new TreeMap<>();
        ALL.forEach(field -> byName.put(field.text(), field));
        return byName;
    }

    private static List<BarField> side(String prefix, Function<Bar, @Nullable Ohlc> side) {
        return List.of(
                number(prefix + "open", bar -> price(side.apply(bar), Ohlc::open)),
                number(prefix + "high", bar -> price(side.apply(bar), Ohlc::high)),
                number(prefix + "low", bar -> price(side.apply(bar), Ohlc::low)),
                number(prefix + "close", bar -> price(side.apply(bar), Ohlc::close)));
    }

    private static double price(@Nullable Ohlc side, ToDoubleFunction<Ohlc> price) {
        return side == null ? Double.NaN : price.applyAsDouble(side);
    }

    private static BarField text(String name, Function<Bar, @Nullable String> of) {
        return of(name, (bar, json) -> json.writeString(of.apply(bar)));
    }

    private static BarField number(String name, ToDoubleFunction<Bar> of) {
        return of(name, (bar, json) -> FieldText.number(of.applyAsDouble(bar), json));
    }

    private static BarField whole(String name, ToLongFunction<Bar> of) {
        return of(name, (bar, json) -> json.writeNumber(of.applyAsLong(bar)));
    }

    private static BarField time(String name, ToLongFunction<Bar> of) {
        return of(name, (bar, json) -> {
            long timeUs = of.applyAsLong(bar);
            if (timeUs == Bar.NO_TIME) {
                json.writeNull();
            } else {
                FieldText.time(timeUs, json);
            }
        });
    }

    private static BarField of(String name, Value value) {
        return new BarField(new SerializedString(name), value);
    }
}
