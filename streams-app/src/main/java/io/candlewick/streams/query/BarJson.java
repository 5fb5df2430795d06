package io.candlewick.streams.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Times;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bars as JSON objects: the field names of Bar.avsc, absent numbers and times as null, times in ISO-8601. */
final class BarJson {

    private BarJson() {}

    /** One bar, with the indicators asked for; an empty set of names asks for all. */
    static void write(Bar bar, @Nullable IndicatorValues indicators, Set<String> names, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        fields(bar, json);
        if (indicators != null) {
            json.writeObjectFieldStart("indicators");
            values(indicators, names, json);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** The bar as fields of an object that is open. */
    static void fields(Bar bar, JsonGenerator json) throws IOException {
        json.writeStringField("tenant", bar.key().tenant());
        json.writeStringField("symbol", bar.key().symbol().text());
        json.writeStringField("timeframe", bar.key().timeframe().code());
        json.writeStringField("start_time", Times.text(bar.key().startTimeUs()));
        json.writeStringField("end_time", Times.text(bar.endTimeUs()));
        side("", bar.price(), json);
        side("bid_", bar.bid(), json);
        side("ask_", bar.ask(), json);
        number("volume", bar.volume(), json);
        json.writeNumberField("tick_count", bar.tickCount());
        number("vwap", bar.vwap(), json);
        number("spread_mean", bar.spreadMean(), json);
        number("spread_max", bar.spreadMax(), json);
        number("range_pips", bar.rangePips(), json);
        number("body_pips", bar.bodyPips(), json);
        number("buy_volume", bar.buyVolume(), json);
        number("sell_volume", bar.sellVolume(), json);
        time("first_tick_time", bar.firstTickTimeUs(), json);
        time("last_tick_time", bar.lastTickTimeUs(), json);
        json.writeStringField("status", bar.status().name());
        json.writeNumberField("revision", bar.revision());
        json.writeStringField("cause", bar.cause() == null ? null : bar.cause().name());
        json.writeStringField("source", bar.source().name());
        json.writeBooleanField("complete", bar.complete());
        json.writeNumberField("version", bar.version());
    }

    /** The values as fields of an object that is open. */
    static void values(IndicatorValues indicators, Set<String> names, JsonGenerator json) throws IOException {
        for (int index = 0; index < indicators.columns().size(); index++) {
            String name = indicators.columns().get(index).name();
            if (names.isEmpty() || names.contains(name)) {
                number(name, indicators.value(index), json);
            }
        }
    }

    static void number(String name, double value, JsonGenerator json) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    private static void time(String name, long timeUs, JsonGenerator json) throws IOException {
        json.writeStringField(name, timeUs == Bar.NO_TIME ? null : Times.text(timeUs));
    }

    private static void side(String prefix, @Nullable Ohlc side, JsonGenerator json) throws IOException {
        number(prefix + "open", side == null ? Double.NaN : side.open(), json);
        number(prefix + "high", side == null ? Double.NaN : side.high(), json);
        number(prefix + "low", side == null ? Double.NaN : side.low(), json);
        number(prefix + "close", side == null ? Double.NaN : side.close(), json);
    }
}
