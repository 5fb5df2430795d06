package io.candlewick.connect.sink;

import io.candlewick.avro.BarStatus;
import io.candlewick.avro.EconomicEvent;
import io.candlewick.contract.ContractSchemas;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.serde.AvroReader;
import io.candlewick.serde.RecordBody;
import io.candlewick.serde.SchemaRegistry;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads values that have fields: what Avro's and JSON's converters and single message transformations hand over. */
final class FieldDecoder implements RecordDecoder {

    private final RecordBody<Tick> ticks;
    private final RecordBody<Bar> bars;
    private final RecordBody<EconomicEvent> events;
    private final FieldedRecord tick = new FieldedRecord(ContractSchemas.of(io.candlewick.avro.Tick.class));
    private final FieldedRecord bar = new FieldedRecord(ContractSchemas.of(io.candlewick.avro.Bar.class));
    private final FieldedRecord event = new FieldedRecord(ContractSchemas.of(EconomicEvent.class));
    private List<IndicatorColumn> lastColumns = List.of();

    /** The registry is never asked: what comes here is decoded already. */
    FieldDecoder(SchemaRegistry registry) {
        this.ticks = RecordBody.ofTicks(registry);
        this.bars = RecordBody.ofBars(registry);
        this.events = RecordBody.ofEvents(registry);
    }

    @Override
    public AvroReader tick(SinkRecord record) throws DeliveryException {
        return ticks.openBody(encode(tick, record));
    }

    @Override
    public AvroReader bar(SinkRecord record) throws DeliveryException {
        return bars.openBody(encode(bar, record));
    }

    @Override
    public AvroReader event(SinkRecord record) throws DeliveryException {
        return events.openBody(encode(event, record));
    }

    private static byte[] encode(FieldedRecord type, SinkRecord record) throws DeliveryException {
        try {
            return type.encode(record.value());
        } catch (SerializationException | ArithmeticException unfit) {
            throw new DeliveryException(FailureClass.BAD_ROW, "cannot be read: " + unfit.getMessage(), unfit);
        }
    }

    @Override
    public @Nullable IndicatorValues indicators(SinkRecord record, BarLane lane) throws DeliveryException {
        try {
            IndicatorValues values = indicators(record.value());
            return lane.takesIndicators(values.version()) ? values : null;
        } catch (SerializationException | IllegalArgumentException | DateTimeException | ArithmeticException unfit) {
            throw new DeliveryException(FailureClass.BAD_ROW, "cannot be read: " + unfit.getMessage(), unfit);
        }
    }

    private IndicatorValues indicators(Object fields) {
        if (!(field(fields, "values") instanceof Map<?, ?> said)) {
            throw new SerializationException("field 'values' is no map");
        }
        Map<String, Object> values = new TreeMap<>();
        said.forEach((name, value) -> values.put(String.valueOf(name), value));
        List<IndicatorColumn> columns = new ArrayList<>();
        double[] numbers = new double[values.size()];
        values.forEach((name, value) -> {
            numbers[columns.size()] = number(value, "value").doubleValue();
            columns.add(new IndicatorColumn(name, text(value, "formula_id"), text(value, "parameters")));
        });
        if (!columns.equals(lastColumns)) {
            lastColumns = columns;
        }
        return new IndicatorValues(origin(fields), number(fields, "bars_seen").longValue(), lastColumns, numbers);
    }

    private static IndicatorValues.Origin origin(Object fields) {
        Object tenant = FieldedRecord.field(fields, "tenant");
        BarKey key = new BarKey(
                tenant == null ? BarKey.SYSTEM_TENANT : tenant.toString(),
                Symbol.of(text(fields, "symbol")),
                Timeframe.parse(text(fields, "timeframe")),
                timeUs(fields, "start_time"));
        return new IndicatorValues.Origin(
                key,
                timeUs(fields, "end_time"),
                BarStatus.valueOf(text(fields, "status")),
                number(fields, "revision").intValue(),
                number(fields, "version").longValue());
    }

    private static Object field(Object fields, String name) {
        @Nullable Object value = FieldedRecord.field(fields, name);
        if (value == null) {
            throw new SerializationException("has no field '" + name + "'");
        }
        return value;
    }

    private static String text(Object fields, String name) {
        return field(fields, name).toString();
    }

    private static Number number(Object fields, String name) {
        if (field(fields, name) instanceof Number number) {
            return number;
        }
        throw new SerializationException("field '" + name + "' is no number");
    }

    private static long timeUs(Object fields, String name) {
        return FieldedRecord.timeUs(name, field(fields, name));
    }
}
