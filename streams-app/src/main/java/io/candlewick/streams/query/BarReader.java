package io.candlewick.streams.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Times;
import io.candlewick.streams.stored.SeriesRange;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BarJson} wrote, when another instance answers. */
final class BarReader {

    private BarReader() {}

    /**
     * An answer of {@code /v1/state}.
     *
     * @throws IOException if it is none
     */
    static LaneAnswer laneAnswer(SeriesRange range, JsonNode answer) throws IOException {
        try {
            List<Bar> bars = new ArrayList<>();
            Map<Long, Bar> byStart = new HashMap<>();
            for (JsonNode json : answer.path("bars")) {
                Bar bar = bar(range, json);
                bars.add(bar);
                byStart.put(bar.key().startTimeUs(), bar);
            }
            return new LaneAnswer(
                    bars,
                    indicators(byStart, answer.path("values")),
                    answer.path("standby").booleanValue(),
                    answer.path("lag").longValue());
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            throw new IOException("its answer makes no sense: " + notOurs.getMessage(), notOurs);
        }
    }

    private static List<IndicatorValues> indicators(Map<Long, Bar> bars, JsonNode rows) {
        List<IndicatorValues> found = new ArrayList<>(rows.size());
        List<IndicatorColumn> columns = new ArrayList<>();
        for (JsonNode row : rows) {
            JsonNode named = row.path("values");
            if (columns.isEmpty()) {
                named.fieldNames().forEachRemaining(name -> columns.add(new IndicatorColumn(name, "", "")));
            }
            Bar bar = bars.get(time(row, "start_time"));
            if (bar != null) {
                double[] values = new double[columns.size()];
                for (int index = 0; index < values.length; index++) {
                    values[index] = number(named, columns.get(index).name());
                }
                found.add(new IndicatorValues(
                        IndicatorValues.Origin.of(bar), row.path("bars_seen").longValue(), columns, values));
            }
        }
        return found;
    }

    private static Bar bar(SeriesRange range, JsonNode json) {
        String cause = json.path("cause").textValue();
        return new Bar(
                new BarKey(range.tenant(), range.symbol(), range.timeframe(), time(json, "start_time")),
                time(json, "end_time"),
                prices(json, ""),
                side(json, "bid_"),
                side(json, "ask_"),
                number(json, "volume"),
                json.path("tick_count").longValue(),
                number(json, "vwap"),
                number(json, "spread_mean"),
                number(json, "spread_max"),
                number(json, "range_pips"),
                number(json, "body_pips"),
                number(json, "buy_volume"),
                number(json, "sell_volume"),
                time(json, "first_tick_time"),
                time(json, "last_tick_time"),
                BarStatus.valueOf(json.path("status").asText()),
                json.path("revision").intValue(),
                cause == null ? null : CorrectionCause.valueOf(cause),
                BarSource.valueOf(json.path("source").asText()),
                json.path("complete").booleanValue());
    }

    private static @Nullable Ohlc side(JsonNode json, String prefix) {
        return json.path(prefix + "open").isNumber() ? prices(json, prefix) : null;
    }

    private static Ohlc prices(JsonNode json, String prefix) {
        return new Ohlc(
                number(json, prefix + "open"),
                number(json, prefix + "high"),
                number(json, prefix + "low"),
                number(json, prefix + "close"));
    }

    private static double number(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isNumber() ? value.doubleValue() : Double.NaN;
    }

    private static long time(JsonNode json, String name) {
        String text = json.path(name).textValue();
        return text == null ? Bar.NO_TIME : Times.us(Instant.parse(text));
    }
}
