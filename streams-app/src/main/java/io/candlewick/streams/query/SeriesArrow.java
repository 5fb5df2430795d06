package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Answers as Apache Arrow's stream of record batches: the fields of the CSV in the same order, numbers as float64 and int64, times as
 * microseconds UTC, texts as utf8; an absent value is null.
 *
 * <p><b>Shape</b>: batches of {@value #BATCH} rows, so that memory does not grow with the answer. <b>Errors</b>: Arrow wants
 * {@code --add-opens=java.base/java.nio=ALL-UNNAMED}; without it the first answer fails with an
 * {@link ExceptionInInitializerError}. <b>Thread</b>: any.
 */
final class SeriesArrow {

    private static final int BATCH = 4_096;
    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private SeriesArrow() {}

    static void bars(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException {
        List<ArrowColumn> columns = new ArrayList<>();
        wish.fields().forEach(field -> columns.add(ArrowColumn.OF_BARS.get(BarField.ALL.indexOf(field))));
        SeriesCsv.indicatorNames(wish, answer).forEach(name -> columns.add(ArrowColumn.indicator(name)));
        write(answer, columns, answer.bars(), out);
    }

    static void indicators(SeriesWish wish, SeriesAnswer answer, OutputStream out) throws IOException {
        List<ArrowColumn> columns = new ArrayList<>(ArrowColumn.OF_VALUES);
        SeriesCsv.indicatorNames(wish, answer).forEach(name -> columns.add(ArrowColumn.indicator(name)));
        List<Bar> withValues = answer.bars().stream()
                .filter(bar -> answer.indicators().containsKey(bar.key().startTimeUs()))
                .toList();
        write(answer, columns, withValues, out);
    }

    private static void write(SeriesAnswer answer, List<ArrowColumn> columns, List<Bar> bars, OutputStream out)
            throws IOException {
        List<Field> fields = columns.stream().map(ArrowColumn::field).toList();
        try (BufferAllocator allocator = new RootAllocator(MOST_BYTES);
                VectorSchemaRoot rows = VectorSchemaRoot.create(new Schema(fields, metadata(answer)), allocator);
                ArrowStreamWriter writer = new ArrowStreamWriter(rows, null, out)) {
            writer.start();
            for (int from = 0; from < bars.size(); from += BATCH) {
                List<Bar> batch = bars.subList(from, Math.min(bars.size(), from + BATCH));
                rows.allocateNew();
                for (int row = 0; row < batch.size(); row++) {
                    Bar bar = batch.get(row);
                    IndicatorValues values = answer.indicators().get(bar.key().startTimeUs());
                    for (int column = 0; column < columns.size(); column++) {
                        columns.get(column).fill().set(rows.getVector(column), row, bar, values);
                    }
                }
                rows.setRowCount(batch.size());
                writer.writeBatch();
            }
            writer.end();
        }
    }

    private static Map<String, String> metadata(SeriesAnswer answer) {
        return Map.of(
                "candlewick.tier", answer.tier(),
                "candlewick.lag", Long.toString(answer.lag()),
                "candlewick.complete", Boolean.toString(answer.complete()));
    }
}
