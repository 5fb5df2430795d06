package io.candlewick.connect.sink;

import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Decoded rows of one table.
 *
 * @param rows at least one
 * @param <T> the type
 */
public record RowList<T>(List<Row<T>> rows) implements Divisible<RowList<T>> {

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public RowList<T> part(int from, int to) {
        return new RowList<>(rows.subList(from, to));
    }

    @Override
    public SinkRecord record(int index) {
        return rows.get(index).record();
    }
}
