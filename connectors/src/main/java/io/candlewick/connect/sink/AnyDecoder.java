package io.candlewick.connect.sink;

import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.serde.AvroReader;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads a value as it comes: bytes on the fast path, a value with fields by their names. */
final class AnyDecoder implements RecordDecoder {

    private final RecordDecoder bytes;
    private final RecordDecoder fields;
    /* Bars of equal columns have one list: its names are looked at once. */
    private List<IndicatorColumn> checked = List.of();

    AnyDecoder(RecordDecoder bytes, RecordDecoder fields) {
        this.bytes = bytes;
        this.fields = fields;
    }

    @Override
    public AvroReader tick(SinkRecord record) throws DeliveryException {
        return of(record).tick(record);
    }

    @Override
    public AvroReader bar(SinkRecord record) throws DeliveryException {
        return of(record).bar(record);
    }

    @Override
    public AvroReader event(SinkRecord record) throws DeliveryException {
        return of(record).event(record);
    }

    @Override
    public @Nullable IndicatorValues indicators(SinkRecord record, BarLane lane) throws DeliveryException {
        IndicatorValues values = of(record).indicators(record, lane);
        if (values != null && values.columns() != checked) {
            check(values.columns());
            checked = values.columns();
        }
        return values;
    }

    private static void check(List<IndicatorColumn> columns) throws DeliveryException {
        for (IndicatorColumn column : columns) {
            if (!IndicatorColumn.isName(column.name())) {
                throw new DeliveryException(
                        FailureClass.BAD_ROW,
                        "names a value '" + column.name()
                                + "'; a name is lower-case letters, digits and _, at most 63, and begins with a letter",
                        null);
            }
        }
    }

    private RecordDecoder of(SinkRecord record) {
        return record.value() instanceof Struct || record.value() instanceof Map ? fields : bytes;
    }
}
