package io.candlewick.connect.sink;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.TickAction;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Symbol;
import io.candlewick.serde.AvroReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A tick as a row: every field of {@code Tick.avsc} but {@code feed_status}, which only heartbeats have and heartbeats are not rows,
 * and the place in Kafka it was read from, so that a bar's lineage leads to its ticks. <b>Thread</b>: one.
 */
public final class TickRow implements AvroRow {

    /**
     * What makes two ticks the same one, wherever and however often they were delivered. Kind is part of it because vendors number
     * quotes and trades apart. Kafka's coordinates are not: a range replayed or backfilled twice is stored once.
     */
    public static final List<String> KEY = List.of("tenant", "symbol", "event_time", "feed", "sequence", "kind");

    /** The columns that are written. */
    public static final List<String> COLUMNS = List.of(
            "tenant",
            "symbol",
            "feed",
            "kind",
            "event_time",
            "ingest_time",
            "sequence",
            "bid",
            "ask",
            "bid_size",
            "ask_size",
            "price",
            "size",
            "aggressor_side",
            "trade_id",
            "venue",
            "conditions",
            "action",
            "lineage_topic",
            "lineage_partition",
            "lineage_offset");

    private static final TickKind[] KIND_VALUES = TickKind.values();
    private static final byte[][] KINDS = AvroFields.names(KIND_VALUES);
    private static final byte[][] SIDES = AvroFields.names(AggressorSide.values());
    private static final byte[][] ACTIONS = AvroFields.names(TickAction.values());
    private static final int STATUSES = io.candlewick.avro.FeedStatus.values().length;
    private static final int HEARTBEAT = Arrays.asList(KIND_VALUES).indexOf(TickKind.HEARTBEAT);

    private final CheckedTexts symbols = new CheckedTexts();
    private byte[] topicBytes = new byte[0];
    private String topic = "";

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public boolean isRow(AvroReader in) {
        int start = in.position();
        AvroFields.skipText(in);
        AvroFields.skipText(in);
        AvroFields.skipText(in);
        int kind = AvroFields.ordinal(in, KINDS.length);
        in.position(start);
        return kind != HEARTBEAT;
    }

    @Override
    public long timeUs(AvroReader in) {
        int start = in.position();
        AvroFields.skipText(in);
        AvroFields.skipText(in);
        AvroFields.skipText(in);
        AvroFields.ordinal(in, KINDS.length);
        long timeUs = in.readLong();
        in.position(start);
        return timeUs;
    }

    @Override
    public boolean isKeyed() {
        return false;
    }

    @Override
    public void mapKey(AvroReader in, FieldWriter fields) {
        // A tick that comes twice in a batch is the same tick; the table keeps one of them.
    }

    @Override
    public long mapRest(AvroReader in, SinkRecord record, FieldWriter fields) {
        AvroFields.text(in, fields);
        checkSymbol(in);
        AvroFields.text(in, fields);
        AvroFields.text(in, fields);
        AvroFields.name(KINDS[AvroFields.ordinal(in, KINDS.length)], fields);
        fields.time(in.readLong());
        fields.time(in.readLong());
        fields.int64(in.readLong());
        for (int price = 0; price < 6; price++) {
            AvroFields.nullableFloat64(in, fields);
        }
        AvroFields.name(SIDES[AvroFields.ordinal(in, SIDES.length)], fields);
        AvroFields.nullableText(in, fields);
        AvroFields.nullableText(in, fields);
        AvroFields.nullableText(in, fields);
        AvroFields.name(ACTIONS[AvroFields.ordinal(in, ACTIONS.length)], fields);
        if (in.isPresent()) {
            AvroFields.ordinal(in, STATUSES);
        }
        in.requireEnd();
        AvroFields.name(topicBytes(record.originalTopic()), fields);
        fields.int32(record.originalKafkaPartition());
        fields.int64(record.originalKafkaOffset());
        return 0;
    }

    private void checkSymbol(AvroReader in) {
        int start = in.position();
        int length = in.readLength();
        int from = in.position();
        if (!symbols.contains(in, from, from + length)) {
            Symbol.of(new String(in.array(), from, length, StandardCharsets.UTF_8));
            symbols.add(in, from, from + length);
        }
        in.position(start);
    }

    private byte[] topicBytes(String of) {
        if (!of.equals(topic)) {
            topic = of;
            topicBytes = of.getBytes(StandardCharsets.UTF_8);
        }
        return topicBytes;
    }
}
