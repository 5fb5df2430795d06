package io.candlewick.streams.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.candlewick.contract.ContractSchemas;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Times;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/** Answers as CSV: a header of the field names, an absent value is an empty cell. */
final class SeriesCsv {

    private static final List<String> BAR_FIELDS = ContractSchemas.of(io.candlewick.avro.Bar.class).getFields().stream()
            .map(Schema.Field::name)
            .toList();

    private SeriesCsv() {}

    static void bars(SeriesAnswer answer, Set<String> names, OutputStream out) throws IOException {
        CsvSchema.Builder columns = CsvSchema.builder();
        BAR_FIELDS.forEach(columns::addColumn);
        indicatorNames(answer, names).forEach(columns::addColumn);
        try (JsonGenerator csv = generator(columns, out)) {
            for (Bar bar : answer.bars()) {
                csv.writeStartObject();
                BarJson.fields(bar, csv);
                IndicatorValues values = answer.indicators().get(bar.key().startTimeUs());
                if (values != null) {
                    BarJson.values(values, names, csv);
                }
                csv.writeEndObject();
            }
        }
    }

    static void indicators(SeriesAnswer answer, Set<String> names, OutputStream out) throws IOException {
        CsvSchema.Builder columns = CsvSchema.builder().addColumn("start_time").addColumn("bars_seen");
        indicatorNames(answer, names).forEach(columns::addColumn);
        try (JsonGenerator csv = generator(columns, out)) {
            for (IndicatorValues values : answer.indicators().values()) {
                csv.writeStartObject();
                csv.writeStringField("start_time", Times.text(values.key().startTimeUs()));
                csv.writeNumberField("bars_seen", values.barsSeen());
                BarJson.values(values, names, csv);
                csv.writeEndObject();
            }
        }
    }

    private static List<String> indicatorNames(SeriesAnswer answer, Set<String> names) {
        return answer.indicators().values().stream()
                .findFirst()
                .map(values -> values.columns().stream()
                        .map(IndicatorColumn::name)
                        .filter(name -> names.isEmpty() || names.contains(name))
                        .toList())
                .orElse(List.of());
    }

    private static JsonGenerator generator(CsvSchema.Builder columns, OutputStream out) throws IOException {
        JsonGenerator csv = new CsvFactory().createGenerator(out);
        csv.setSchema(columns.setUseHeader(true).setLineSeparator('\n').build());
        return csv;
    }
}
