package io.candlewick.connect.sink;

import io.candlewick.market.Tick;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A tick as a row: every field of {@code Tick.avsc} but {@code feed_status}, which only heartbeats have and heartbeats are not rows,
 * and the place in Kafka it was read from, so that a bar's lineage leads to its ticks.
 */
public final class TickRow implements RowMapper<Tick> {

    /**
     * What makes two ticks the same one, wherever and however often they were delivered. Kind is part of it because vendors number
     * quotes and trades apart. Kafka's coordinates are not: a range replayed or backfilled twice is stored once.
     */
    public static final List<String> KEY = List.of("tenant", "symbol", "event_time", "feed", "sequence", "kind");

    private static final List<String> COLUMNS = List.of(
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

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void map(Row<Tick> row, FieldWriter fields) {
        Tick tick = row.value();
        fields.text(tick.tenant());
        fields.text(tick.symbol().text());
        fields.text(tick.feed());
        fields.text(tick.kind().name());
        fields.time(tick.eventTimeUs());
        fields.time(tick.ingestTimeUs());
        fields.int64(tick.sequence());
        fields.nullableFloat64(tick.bid());
        fields.nullableFloat64(tick.ask());
        fields.nullableFloat64(tick.bidSize());
        fields.nullableFloat64(tick.askSize());
        fields.nullableFloat64(tick.price());
        fields.nullableFloat64(tick.size());
        fields.text(tick.aggressorSide().name());
        fields.nullableText(tick.tradeId());
        fields.nullableText(tick.venue());
        fields.nullableText(tick.conditions());
        fields.text(tick.action().name());
        SinkRecord record = row.record();
        fields.text(record.originalTopic());
        fields.int32(record.originalKafkaPartition());
        fields.int64(record.originalKafkaOffset());
    }
}
