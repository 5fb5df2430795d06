package io.candlewick.connect.sink;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.serde.AvroReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/** A bar as a row: every field of {@code Bar.avsc}, and the lineage that travels in the record's headers. <b>Thread</b>: one. */
public final class BarRow implements AvroRow {

    /** What names a bar; of several with one key the greatest {@code version} is kept, of equal ones the later written. */
    public static final List<String> KEY = List.of("tenant", "symbol", "timeframe", "start_time");

    /** The columns that are written. */
    public static final List<String> COLUMNS = List.of(
            "tenant",
            "symbol",
            "timeframe",
            "start_time",
            "end_time",
            "open",
            "high",
            "low",
            "close",
            "bid_open",
            "bid_high",
            "bid_low",
            "bid_close",
            "ask_open",
            "ask_high",
            "ask_low",
            "ask_close",
            "volume",
            "tick_count",
            "vwap",
            "spread_mean",
            "spread_max",
            "range_pips",
            "body_pips",
            "buy_volume",
            "sell_volume",
            "first_tick_time",
            "last_tick_time",
            "status",
            "revision",
            "cause",
            "source",
            "complete",
            "version",
            "lineage_topic",
            "lineage_partition",
            "lineage_first_offset",
            "lineage_last_offset");

    private static final byte[][] STATUSES = AvroFields.names(BarStatus.values());
    private static final byte[][] CAUSES = AvroFields.names(CorrectionCause.values());
    private static final BarSource[] SOURCE_VALUES = BarSource.values();
    private static final byte[][] SOURCES = AvroFields.names(SOURCE_VALUES);
    /* Prices of the bid, of the ask. */
    private static final int SIDE_PRICES = 8;
    /* vwap, mean and greatest spread, range, body, bought and sold volume. */
    private static final int MEASURES = 7;

    private final CheckedTexts names = new CheckedTexts();
    private final Lineage lineage = new Lineage();

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
        int start = in.position();
        AvroFields.skipText(in);
        AvroFields.skipText(in);
        AvroFields.skipText(in);
        long timeUs = in.readLong();
        in.position(start);
        return timeUs;
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public void mapKey(AvroReader in, FieldWriter fields) {
        checkNames(in);
        AvroFields.text(in, fields);
        AvroFields.text(in, fields);
        AvroFields.text(in, fields);
        fields.time(in.readLong());
    }

    @Override
    public long mapRest(AvroReader in, SinkRecord record, FieldWriter fields) {
        fields.time(in.readLong());
        AvroFields.float64(in, fields);
        AvroFields.float64(in, fields);
        AvroFields.float64(in, fields);
        AvroFields.float64(in, fields);
        for (int price = 0; price < SIDE_PRICES; price++) {
            AvroFields.nullableFloat64(in, fields);
        }
        AvroFields.float64(in, fields);
        fields.int64(in.readLong());
        for (int measure = 0; measure < MEASURES; measure++) {
            AvroFields.nullableFloat64(in, fields);
        }
        AvroFields.nullableTime(in, fields);
        AvroFields.nullableTime(in, fields);
        AvroFields.name(STATUSES[AvroFields.ordinal(in, STATUSES.length)], fields);
        int revision = in.readInt();
        fields.int32(revision);
        if (in.isPresent()) {
            byte[] cause = CAUSES[AvroFields.ordinal(in, CAUSES.length)];
            fields.nullableText(cause, 0, cause.length);
        } else {
            fields.nullableText(null);
        }
        int source = AvroFields.ordinal(in, SOURCES.length);
        AvroFields.name(SOURCES[source], fields);
        boolean complete = in.readBoolean();
        fields.bool(complete);
        long version = in.readLong();
        requireVersion(in, version, Bar.version(SOURCE_VALUES[source], complete, revision));
        fields.int64(version);
        in.requireEnd();
        lineage.write(record.headers(), fields);
        return version;
    }

    /** Who wins is decided by the version alone, so one that does not follow from the bar's own fields is not believed. */
    private static void requireVersion(AvroReader in, long said, long made) {
        if (said != made) {
            throw in.broken("bar says version " + said + ", its source and revision make " + made);
        }
    }

    private void checkNames(AvroReader in) {
        int start = in.position();
        AvroFields.skipText(in);
        AvroFields.skipText(in);
        AvroFields.skipText(in);
        int end = in.position();
        in.position(start);
        if (!names.contains(in, start, end)) {
            new BarKey(text(in), Symbol.of(text(in)), Timeframe.parse(text(in)), 0).text();
            in.position(start);
            names.add(in, start, end);
        }
    }

    private static String text(AvroReader in) {
        int length = in.readLength();
        String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
        in.skip(length);
        return text;
    }
}
