package io.candlewick.connect.sink;

import io.candlewick.avro.TickKind;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The records of one {@code put}, decoded and sorted by table.
 *
 * <p>Heartbeats are no rows. Of bars and of indicator values with one key only the newest is kept: the greatest version, of equal ones the last. <b>Shape</b>:
 * bounded by {@code max.poll.records}.
 */
final class RecordBatch {

    private final Map<String, List<Row<Tick>>> ticks = new LinkedHashMap<>();
    private final Map<String, Map<BarKey, Row<Bar>>> bars = new LinkedHashMap<>();
    private final Map<String, Map<BarKey, Row<IndicatorValues>>> indicators = new LinkedHashMap<>();
    private final List<Refused> refused = new ArrayList<>();

    /** A record that cannot be written, and why. */
    record Refused(SinkRecord record, DeliveryException reason) {}

    static RecordBatch decode(Collection<SinkRecord> records, Routes routes, RecordDecoder decoder)
            throws DeliveryException {
        RecordBatch batch = new RecordBatch();
        for (SinkRecord record : records) {
            Route route = routes.of(record.topic());
            if (route == null) {
                throw new ConnectException("No route for topic '" + record.topic() + "'; set " + CommonConfig.ROUTES
                        + " to topic=kind for each topic, now " + routes.topics());
            }
            batch.add(record, route, decoder);
        }
        return batch;
    }

    private void add(SinkRecord record, Route route, RecordDecoder decoder) throws DeliveryException {
        try {
            switch (route.kind()) {
                case TICKS -> addTick(new Row<>(decoder.tick(record), record), route.table());
                case BARS -> addBar(new Row<>(decoder.bar(record), record), route.table());
                case INDICATORS -> addIndicators(new Row<>(decoder.indicators(record), record), route.table());
            }
        } catch (DeliveryException failure) {
            if (failure.failureClass() != FailureClass.BAD_ROW) {
                throw failure;
            }
            refused.add(new Refused(record, failure));
        }
    }

    private void addTick(Row<Tick> row, String table) {
        if (row.value().kind() != TickKind.HEARTBEAT) {
            ticks.computeIfAbsent(table, name -> new ArrayList<>()).add(row);
        }
    }

    private void addBar(Row<Bar> row, String table) {
        bars.computeIfAbsent(table, name -> new LinkedHashMap<>())
                .merge(
                        row.value().key(),
                        row,
                        (kept, next) -> next.value().version() >= kept.value().version() ? next : kept);
    }

    private void addIndicators(Row<IndicatorValues> row, String table) {
        indicators
                .computeIfAbsent(table, name -> new LinkedHashMap<>())
                .merge(
                        row.value().key(),
                        row,
                        (kept, next) -> next.value().version() >= kept.value().version() ? next : kept);
    }

    /** Ticks by table, in the order they came. */
    Map<String, List<Row<Tick>>> ticks() {
        return ticks;
    }

    /** Bars by table, each key once. */
    Map<String, List<Row<Bar>>> bars() {
        return rows(bars);
    }

    /** Indicator values by table, each key once. */
    Map<String, List<Row<IndicatorValues>>> indicators() {
        return rows(indicators);
    }

    private static <T> Map<String, List<Row<T>>> rows(Map<String, Map<BarKey, Row<T>>> byTableAndKey) {
        Map<String, List<Row<T>>> byTable = new LinkedHashMap<>();
        byTableAndKey.forEach((table, byKey) -> byTable.put(table, List.copyOf(byKey.values())));
        return byTable;
    }

    /** Records that could not be read. */
    List<Refused> refused() {
        return refused;
    }
}
