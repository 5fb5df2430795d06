package io.candlewick.connect.sink;

import io.candlewick.avro.Importance;
import io.candlewick.avro.TimePrecision;
import io.candlewick.serde.AvroReader;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/** An entry of an economic calendar as a row: every field of {@code EconomicEvent.avsc}. <b>Thread</b>: one. */
public final class EventRow implements AvroRow {

    /** What names an entry, as the topic's key does; of several with one key the one updated last is kept. */
    public static final List<String> KEY = List.of("tenant", "source", "currency", "title", "event_time");

    /** The column that decides. */
    public static final String VERSION = "updated_time";

    /** The columns that are written. */
    public static final List<String> COLUMNS = List.of(
            "tenant",
            "source",
            "currency",
            "title",
            "event_time",
            "source_id",
            "time_precision",
            "country",
            "importance",
            "unit",
            "actual_text",
            "actual",
            "forecast_text",
            "forecast",
            "previous_text",
            "previous",
            "revised_text",
            "revised",
            "first_seen_time",
            VERSION);

    private static final byte[][] PRECISIONS = AvroFields.names(TimePrecision.values());
    private static final byte[][] IMPORTANCES = AvroFields.names(Importance.values());
    /* Actual, forecast, previous, revised: each as text and as a number. */
    private static final int FIGURES = 4;

    /** Places in the record of fields that the key takes out of their order. */
    private int sourceId;

    private int precision;
    private int country;
    private int rest;

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public boolean isRow(AvroReader in) {
        return true;
    }

    @Override
    public long timeUs(AvroReader in) {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public void mapKey(AvroReader in, FieldWriter fields) {
        AvroFields.text(in, fields);
        AvroFields.text(in, fields);
        sourceId = in.position();
        skipNullableText(in);
        long eventTimeUs = in.readLong();
        precision = in.position();
        AvroFields.ordinal(in, PRECISIONS.length);
        AvroFields.text(in, fields);
        country = in.position();
        skipNullableText(in);
        AvroFields.text(in, fields);
        fields.time(eventTimeUs);
        rest = in.position();
    }

    private static void skipNullableText(AvroReader in) {
        if (in.isPresent()) {
            AvroFields.skipText(in);
        }
    }

    @Override
    public long mapRest(AvroReader in, SinkRecord record, FieldWriter fields) {
        in.position(sourceId);
        AvroFields.nullableText(in, fields);
        in.position(precision);
        AvroFields.name(PRECISIONS[AvroFields.ordinal(in, PRECISIONS.length)], fields);
        in.position(country);
        AvroFields.nullableText(in, fields);
        in.position(rest);
        AvroFields.name(IMPORTANCES[AvroFields.ordinal(in, IMPORTANCES.length)], fields);
        AvroFields.nullableText(in, fields);
        for (int figure = 0; figure < FIGURES; figure++) {
            AvroFields.nullableText(in, fields);
            AvroFields.nullableFloat64(in, fields);
        }
        fields.time(in.readLong());
        long updatedUs = in.readLong();
        fields.time(updatedUs);
        in.requireEnd();
        return updatedUs;
    }
}
