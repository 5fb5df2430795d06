package io.candlewick.connect.sink;

import io.candlewick.market.BarKey;
import io.candlewick.market.IndicatorValues;
import io.candlewick.serde.AvroReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way to the database, sorted by table: ticks and bars as the bytes it takes, indicator values decoded, because their
 * columns are only known to the connection.
 *
 * <p>Heartbeats are no rows. Of bars and of indicator values with one key only the newest is kept, of revisions every one. Filled by the
 * task's thread, written by the writer's, used again after that. <b>Thread</b>: one at a time.
 */
final class PendingBatch {

    private final Routes routes;
    private final RecordDecoder decoder;
    private final TableWriter writer;
    private final Expiry expiry;
    private final BarLane lane;
    private final Map<String, EncodedRows> ticks = new LinkedHashMap<>();
    private final Map<String, EncodedRows> bars = new LinkedHashMap<>();
    private final Map<String, EncodedRows> revisions = new LinkedHashMap<>();
    private final Map<String, EncodedRows> events = new LinkedHashMap<>();
    private final Map<String, Map<BarKey, Row<IndicatorValues>>> indicators = new LinkedHashMap<>();
    private final List<Refused> refused = new ArrayList<>();
    private final Map<TopicPartition, Long> firstOffsets = new HashMap<>();
    private int records;
    private long oldestMs = Long.MAX_VALUE;
    private int expired;
    /* Of the record before, because records come partition by partition. */
    private @Nullable String topic;
    private int partition = -1;
    private List<Route> routesOfTopic = List.of();

    PendingBatch(Routes routes, RecordDecoder decoder, TableWriter writer, Expiry expiry, BarLane lane) {
        this.routes = routes;
        this.decoder = decoder;
        this.writer = writer;
        this.expiry = expiry;
        this.lane = lane;
    }

    void add(Collection<SinkRecord> more) throws DeliveryException {
        expiry.look();
        for (SinkRecord record : more) {
            add(record);
        }
    }

    private void add(SinkRecord record) throws DeliveryException {
        List<Route> targets = routesOf(record);
        records++;
        Long takenMs = record.timestamp();
        if (takenMs != null && takenMs < oldestMs) {
            oldestMs = takenMs;
        }
        try {
            for (Route to : targets) {
                add(record, to);
            }
        } catch (DeliveryException failure) {
            if (failure.failureClass() != FailureClass.BAD_ROW) {
                throw failure;
            }
            if (lane.reportsUnreadable() || !isOfBothLanes(targets.get(0).kind())) {
                refused.add(new Refused(record, failure));
            }
        }
    }

    private static boolean isOfBothLanes(RecordKind kind) {
        return kind == RecordKind.BARS || kind == RecordKind.REVISIONS || kind == RecordKind.INDICATORS;
    }

    private void add(SinkRecord record, Route to) throws DeliveryException {
        switch (to.kind()) {
            case TICKS -> encode(rows(ticks, to), to.kind(), decoder.tick(record), record);
            case BARS -> encodeBar(bars, to, record);
            case REVISIONS -> encodeBar(revisions, to, record);
            case EVENTS -> encode(rows(events, to), to.kind(), decoder.event(record), record);
            case INDICATORS -> addIndicators(record, to.table());
        }
    }

    private void encodeBar(Map<String, EncodedRows> tables, Route to, SinkRecord record) throws DeliveryException {
        AvroReader bar = decoder.bar(record);
        if (lane.takesBar(bar)) {
            encode(rows(tables, to), to.kind(), bar, record);
        }
    }

    private List<Route> routesOf(SinkRecord record) {
        List<Route> known = routesOfTopic;
        if (!known.isEmpty()
                && record.originalKafkaPartition() == partition
                && record.originalTopic().equals(topic)
                && record.topic().equals(known.get(0).topic())) {
            return known;
        }
        List<Route> found = routes.of(record.topic());
        if (found.isEmpty()) {
            throw new ConnectException("No route for topic '" + record.topic() + "'; set " + CommonConfig.ROUTES
                    + " to topic=kind for each topic, now " + routes.topics());
        }
        topic = record.originalTopic();
        partition = record.originalKafkaPartition();
        routesOfTopic = found;
        firstOffsets.merge(new TopicPartition(topic, partition), record.originalKafkaOffset(), Math::min);
        return found;
    }

    private EncodedRows rows(Map<String, EncodedRows> tables, Route to) {
        EncodedRows rows = tables.get(to.table());
        if (rows == null) {
            GrowingBytes bytes = new GrowingBytes();
            rows = new EncodedRows(shape(to.kind()), bytes, writer.encoder(bytes));
            tables.put(to.table(), rows);
        }
        return rows;
    }

    private static AvroRow shape(RecordKind kind) {
        return switch (kind) {
            case TICKS -> new TickRow();
            case BARS -> new BarRow();
            case REVISIONS -> new RevisionRow();
            case EVENTS -> new EventRow();
            case INDICATORS -> throw new IllegalArgumentException("indicator values are not encoded here");
        };
    }

    private void encode(EncodedRows rows, RecordKind kind, AvroReader in, SinkRecord record) throws DeliveryException {
        try {
            expired += rows.add(in, record, expiry.fromUs(kind)) ? 0 : 1;
        } catch (SerializationException | IllegalArgumentException unreadable) {
            throw new DeliveryException(FailureClass.BAD_ROW, "cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private void addIndicators(SinkRecord record, String table) throws DeliveryException {
        IndicatorValues values = decoder.indicators(record, lane);
        if (values == null) {
            return;
        }
        Row<IndicatorValues> row = new Row<>(values, RowOrigins.alone(record));
        if (values.key().startTimeUs() < expiry.fromUs(RecordKind.INDICATORS)) {
            expired++;
            return;
        }
        indicators
                .computeIfAbsent(table, name -> new LinkedHashMap<>())
                .merge(
                        values.key(),
                        row,
                        (kept, next) -> next.value().version() >= kept.value().version() ? next : kept);
    }

    /** Writes everything; gives back the records that were refused. */
    List<Refused> write() throws DeliveryException {
        List<Refused> bad = new ArrayList<>(refused);
        write(ticks, writer::writeTicks, bad);
        write(bars, writer::writeBars, bad);
        write(revisions, writer::writeRevisions, bad);
        write(events, writer::writeEvents, bad);
        for (Map.Entry<String, Map<BarKey, Row<IndicatorValues>>> table : indicators.entrySet()) {
            bad.addAll(IsolatingWrite.write(
                    new RowList<>(List.copyOf(table.getValue().values())),
                    rows -> writer.writeIndicators(table.getKey(), rows.rows())));
        }
        return bad;
    }

    /** Writes the rows of one table. */
    private interface Write {
        void write(String table, RowRange rows) throws DeliveryException;
    }

    private static void write(Map<String, EncodedRows> tables, Write write, List<Refused> bad)
            throws DeliveryException {
        for (Map.Entry<String, EncodedRows> table : tables.entrySet()) {
            if (table.getValue().count() > 0) {
                bad.addAll(IsolatingWrite.write(table.getValue().seal(), rows -> write.write(table.getKey(), rows)));
            }
        }
    }

    /** Forgets everything and keeps the arrays. */
    void clear() {
        ticks.values().forEach(EncodedRows::clear);
        bars.values().forEach(EncodedRows::clear);
        revisions.values().forEach(EncodedRows::clear);
        events.values().forEach(EncodedRows::clear);
        indicators.clear();
        refused.clear();
        firstOffsets.clear();
        records = 0;
        oldestMs = Long.MAX_VALUE;
        expired = 0;
        topic = null;
        routesOfTopic = List.of();
    }

    /** How many records it holds, rows or not. */
    int records() {
        return records;
    }

    /** When the broker took the oldest of them; the greatest time if none says. */
    long oldestMs() {
        return oldestMs;
    }

    /** How many of them were older than the retention. */
    int expired() {
        return expired;
    }

    /** The least offset of each partition it holds a record of. */
    Map<TopicPartition, Long> firstOffsets() {
        return firstOffsets;
    }
}
