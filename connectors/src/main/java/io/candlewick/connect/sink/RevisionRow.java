package io.candlewick.connect.sink;

import io.candlewick.serde.AvroReader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * One saying of a bar as a row: the columns of {@link BarRow}, and when the broker took it, from which time on it was known. <b>Thread</b>:
 * one.
 */
public final class RevisionRow implements AvroRow {

    /** The columns that are written. */
    public static final List<String> COLUMNS =
            Stream.concat(BarRow.COLUMNS.stream(), Stream.of("published_time")).toList();

    private final BarRow bar = new BarRow();

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public boolean isRow(AvroReader in) {
        return bar.isRow(in);
    }

    @Override
    public long timeUs(AvroReader in) {
        return bar.timeUs(in);
    }

    /** Every saying counts, also those of one bar in one batch. */
    @Override
    public boolean isKeyed() {
        return false;
    }

    @Override
    public void mapKey(AvroReader in, FieldWriter fields) {
        bar.mapKey(in, fields);
    }

    @Override
    public long mapRest(AvroReader in, SinkRecord record, FieldWriter fields) {
        long version = bar.mapRest(in, record, fields);
        Long publishedMs = record.timestamp();
        if (publishedMs == null) {
            throw new IllegalArgumentException("record has no timestamp, so when the bar was published is not known");
        }
        fields.time(TimeUnit.MILLISECONDS.toMicros(publishedMs));
        return version;
    }
}
