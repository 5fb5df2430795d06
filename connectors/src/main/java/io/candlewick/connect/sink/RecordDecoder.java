package io.candlewick.connect.sink;

import io.candlewick.market.IndicatorValues;
import io.candlewick.serde.AvroReader;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a converter made of a record.
 *
 * <p><b>Shape</b>: a reader is valid until the next call. <b>Errors</b>: {@link DeliveryException}: {@code BAD_ROW} if this record cannot
 * be read, {@code RETRYABLE} if the registry is away, {@code FATAL} if no record of this kind ever could. <b>Thread</b>: the task's.
 */
public interface RecordDecoder {

    /**
     * Opens a tick, a heartbeat included.
     *
     * @param record a record of a topic of ticks
     * @return a reader at the first field of {@code Tick.avsc}
     * @throws DeliveryException if it cannot be read
     */
    AvroReader tick(SinkRecord record) throws DeliveryException;

    /**
     * Opens a bar.
     *
     * @param record a record of a topic of bars
     * @return a reader at the first field of {@code Bar.avsc}
     * @throws DeliveryException if it cannot be read
     */
    AvroReader bar(SinkRecord record) throws DeliveryException;

    /**
     * Opens an entry of an economic calendar.
     *
     * @param record a record of a topic of calendar events
     * @return a reader at the first field of {@code EconomicEvent.avsc}
     * @throws DeliveryException if it cannot be read
     */
    AvroReader event(SinkRecord record) throws DeliveryException;

    /**
     * Reads the indicator values of a bar.
     *
     * @param record a record of a topic of indicators
     * @param lane whose values are wanted; reading less than all of the others' costs less
     * @return the values, null if they are not the lane's
     * @throws DeliveryException if they cannot be read
     */
    @Nullable
    IndicatorValues indicators(SinkRecord record, BarLane lane) throws DeliveryException;
}
