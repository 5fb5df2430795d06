package io.candlewick.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.market.Times;
import io.candlewick.places.BarField;
import io.candlewick.places.BarRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints bars: all fields as CSV or JSON, the usual ones as a table. Numbers are the shortest text that names the double. */
enum BarOutput {
    /** The usual columns, aligned. */
    TABLE {
        @Override
        void print(List<BarRow> bars, boolean epoch, PrintWriter out) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %12s %12s %12s %12s %14s %8s %-9s %3s %-10s%n",
                    "start_time",
                    "open",
                    "high",
                    "low",
                    "close",
                    "volume",
                    "ticks",
                    "status",
                    "rev",
                    "source");
            for (BarRow bar : bars) {
                out.printf(
                        Locale.ROOT,
                        "%-20s %12s %12s %12s %12s %14s %8s %-9s %3s %s%s%n",
                        time(bar.startTimeUs(), epoch),
                        number(bar.value("open")),
                        number(bar.value("high")),
                        number(bar.value("low")),
                        number(bar.value("close")),
                        number(bar.value("volume")),
                        bar.value("tick_count"),
                        bar.value("status"),
                        bar.value("revision"),
                        bar.source(),
                        Boolean.TRUE.equals(bar.value("complete")) ? "" : " (incomplete)");
            }
        }
    },
    /** A header of the field names, then a line a bar; an absent value is an empty cell. */
    CSV {
        @Override
        void print(List<BarRow> bars, boolean epoch, PrintWriter out) {
            out.println(BarField.ALL.stream().map(BarField::name).collect(Collectors.joining(",")));
            for (BarRow bar : bars) {
                StringBuilder line = new StringBuilder();
                for (int index = 0; index < BarField.ALL.size(); index++) {
                    line.append(index == 0 ? "" : ",")
                            .append(text(BarField.ALL.get(index), bar.values().get(index), epoch));
                }
                out.println(line);
            }
        }
    },
    /** An array of objects; an absent value is null. */
    JSON {
        @Override
        void print(List<BarRow> bars, boolean epoch, PrintWriter out) throws IOException {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = new ObjectMapper().createGenerator(text)) {
                json.writeStartArray();
                for (BarRow bar : bars) {
                    json.writeRaw(System.lineSeparator());
                    writeBar(bar, epoch, json);
                }
                json.writeEndArray();
            }
            out.println(text);
        }
    };

    abstract void print(List<BarRow> bars, boolean epoch, PrintWriter out) throws IOException;

    private static void writeBar(BarRow bar, boolean epoch, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (int index = 0; index < BarField.ALL.size(); index++) {
            BarField field = BarField.ALL.get(index);
            Object value = bar.values().get(index);
            json.writeFieldName(field.name());
            if (value == null) {
                json.writeNull();
            } else if (value instanceof Boolean flag) {
                json.writeBoolean(flag);
            } else if (field.type() == BarField.Type.TEXT || (field.type() == BarField.Type.TIME && !epoch)) {
                json.writeString(text(field, value, epoch));
            } else {
                json.writeNumber(text(field, value, epoch));
            }
        }
        json.writeEndObject();
    }

    private static String text(BarField field, @Nullable Object value, boolean epoch) {
        if (value == null) {
            return "";
        }
        return switch (field.type()) {
            case TIME -> time((Long) value, epoch);
            case NUMBER -> number(value);
            case TEXT, WHOLE, FLAG -> value.toString();
        };
    }

    private static String time(long timeUs, boolean epoch) {
        return epoch
                ? Long.toString(Math.floorDiv(timeUs, 1_000))
                : Times.instant(timeUs).toString();
    }

    /** The shortest decimal that names the double, without an exponent or a needless zeros. */
    private static String number(@Nullable Object value) {
        if (!(value instanceof Double number)) {
            return "";
        }
        return number == 0
                ? "0"
                : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
