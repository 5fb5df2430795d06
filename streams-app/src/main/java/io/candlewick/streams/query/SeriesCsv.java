package io.candlewick.streams.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Times;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Answers as CSV: a header of the field names, an absent value is an empty cell. */
final class SeriesCsv {

    private static final List<String> VALUE_FIELDS = List.of("start_time", "status", "revision", "bars_seen");

    private SeriesCsv() {}

    static void bars(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException {
        CsvSchema.Builder columns = CsvSchema.builder();
        wish.fields().forEach(field -> columns.addColumn(field.text()));
        indicatorNames(wish, answer).forEach(columns::addColumn);
        try (JsonGenerator csv = generator(columns, out)) {
            for (Bar bar : answer.bars()) {
                csv.writeStartObject();
                BarJson.fields(bar, wish.fields(), csv);
                IndicatorValues values = answer.indicators().get(bar.key().startTimeUs());
                if (values != null) {
                    BarJson.values(values, wish, csv);
                }
                csv.writeEndObject();
            }
        }
    }

    static void indicators(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException {
        CsvSchema.Builder columns = CsvSchema.builder();
        VALUE_FIELDS.forEach(columns::addColumn);
        indicatorNames(wish, answer).forEach(columns::addColumn);
        try (JsonGenerator csv = generator(columns, out)) {
            for (Bar bar : answer.bars()) {
                IndicatorValues values = answer.indicators().get(bar.key().startTimeUs());
                if (values != null) {
                    csv.writeStartObject();
                    csv.writeStringField("start_time", Times.text(values.key().startTimeUs()));
                    csv.writeStringField("status", values.status().name());
                    csv.writeNumberField("revision", values.revision());
                    csv.writeNumberField("bars_seen", values.barsSeen());
                    BarJson.values(values, wish, csv);
                    csv.writeEndObject();
                }
            }
        }
    }

    /** Names of the indicators that an answer has and a caller wants, in their order. */
    static List<String> indicatorNames(SeriesWish wish, SeriesAnswer answer) {
        return answer.indicators().values().stream()
                .findFirst()
                .map(values -> values.columns().stream()
                        .map(IndicatorColumn::name)
                        .filter(wish::isNamed)
                        .toList())
                .orElse(List.of());
    }

    private static JsonGenerator generator(CsvSchema.Builder columns, OutputStream out) throws IOException {
        JsonGenerator csv = new CsvFactory().createGenerator(out);
        csv.setSchema(columns.setUseHeader(true).setLineSeparator('\n').build());
        return csv;
    }
}
