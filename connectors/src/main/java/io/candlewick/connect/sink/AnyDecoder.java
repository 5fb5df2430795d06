package io.candlewick.connect.sink;

import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.serde.AvroReader;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Reads a value as it comes: bytes on the fast path, a value with fields by their names. */
final class AnyDecoder implements RecordDecoder {

    private final RecordDecoder bytes;
    private final RecordDecoder fields;

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
    public IndicatorValues indicators(SinkRecord record) throws DeliveryException {
        IndicatorValues values = of(record).indicators(record);
        for (IndicatorColumn column : values.columns()) {
            if (!IndicatorColumn.isName(column.name())) {
                throw new DeliveryException(
                        FailureClass.BAD_ROW,
                        "names a value '" + column.name()
                                + "'; a name is lower-case letters, digits and _, at most 63, and begins with a letter",
                        null);
            }
        }
        return values;
    }

    private RecordDecoder of(SinkRecord record) {
        return record.value() instanceof Struct || record.value() instanceof Map ? fields : bytes;
    }
}
