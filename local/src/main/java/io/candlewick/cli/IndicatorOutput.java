package io.candlewick.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.market.Times;
import io.candlewick.places.IndicatorReading;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints indicator values: every digit as CSV or JSON, eight significant ones as a table. */
enum IndicatorOutput {
    /** A line an indicator, a column a bar. */
    TABLE {
        @Override
        void print(List<IndicatorReading> readings, List<String> names, boolean epoch, PrintWriter out) {
            if (readings.isEmpty()) {
                out.println("no values");
                return;
            }
            row(
                    "start_time",
                    readings.stream().map(reading -> time(reading, epoch)).toList(),
                    out);
            row(
                    "revision",
                    readings.stream()
                            .map(reading -> Integer.toString(reading.revision()))
                            .toList(),
                    out);
            row(
                    "bars_seen",
                    readings.stream()
                            .map(reading -> Long.toString(reading.barsSeen()))
                            .toList(),
                    out);
            for (String name : names) {
                row(
                        name,
                        readings.stream()
                                .map(reading -> rounded(reading.values().get(name)))
                                .toList(),
                        out);
            }
        }
    },
    /** A header of names, then a line a bar; an absent value is an empty cell. */
    CSV {
        @Override
        void print(List<IndicatorReading> readings, List<String> names, boolean epoch, PrintWriter out) {
            out.println("start_time,status,revision,version,bars_seen"
                    + (names.isEmpty() ? "" : "," + String.join(",", names)));
            for (IndicatorReading reading : readings) {
                StringBuilder line = new StringBuilder(time(reading, epoch))
                        .append(',')
                        .append(reading.status())
                        .append(',')
                        .append(reading.revision())
                        .append(',')
                        .append(reading.version())
                        .append(',')
                        .append(reading.barsSeen());
                names.forEach(
                        name -> line.append(',').append(exact(reading.values().get(name))));
                out.println(line);
            }
        }
    },
    /** An array of objects; an absent value is not there. */
    JSON {
        @Override
        void print(List<IndicatorReading> readings, List<String> names, boolean epoch, PrintWriter out)
                throws IOException {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = new ObjectMapper().createGenerator(text)) {
                json.writeStartArray();
                for (IndicatorReading reading : readings) {
                    json.writeRaw(System.lineSeparator());
                    writeReading(reading, names, epoch, json);
                }
                json.writeEndArray();
            }
            out.println(text);
        }
    };

    private static final MathContext SHOWN = new MathContext(8);

    abstract void print(List<IndicatorReading> readings, List<String> names, boolean epoch, PrintWriter out)
            throws IOException;

    private static void writeReading(IndicatorReading reading, List<String> names, boolean epoch, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeFieldName("start_time");
        if (epoch) {
            json.writeNumber(time(reading, true));
        } else {
            json.writeString(time(reading, false));
        }
        json.writeStringField("status", reading.status());
        json.writeNumberField("revision", reading.revision());
        json.writeNumberField("version", reading.version());
        json.writeNumberField("bars_seen", reading.barsSeen());
        for (String name : names) {
            Double value = reading.values().get(name);
            if (value != null) {
                json.writeFieldName(name);
                json.writeNumber(exact(value));
            }
        }
        json.writeEndObject();
    }

    private static void row(String name, List<String> cells, PrintWriter out) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-22s", name));
        cells.forEach(cell -> line.append(String.format(Locale.ROOT, " %20s", cell)));
        out.println(line);
    }

    private static String time(IndicatorReading reading, boolean epoch) {
        return epoch
                ? Long.toString(Math.floorDiv(reading.startTimeUs(), 1_000))
                : Times.instant(reading.startTimeUs()).toString();
    }

    private static String rounded(@Nullable Double value) {
        return value == null
                ? "-"
                : BigDecimal.valueOf(value).round(SHOWN).stripTrailingZeros().toPlainString();
    }

    /** The shortest text that names the double. */
    private static String exact(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }
}
