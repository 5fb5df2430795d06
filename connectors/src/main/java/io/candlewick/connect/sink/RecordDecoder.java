package io.candlewick.connect.sink;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Turns what a converter made of a record into our own values; where another converter's values, Connect's structs for one, would come in.
 *
 * <p><b>Errors</b>: {@link DeliveryException}: {@code BAD_ROW} if this record cannot be read, {@code RETRYABLE} if the registry is away,
 * {@code FATAL} if no record of this kind ever could. <b>Thread</b>: the task's.
 */
public interface RecordDecoder {

    /**
     * Reads a tick, a heartbeat included.
     *
     * @param record a record of a topic of ticks
     * @return the tick
     * @throws DeliveryException if it cannot be read
     */
    Tick tick(SinkRecord record) throws DeliveryException;

    /**
     * Reads a bar.
     *
     * @param record a record of a topic of bars
     * @return the bar
     * @throws DeliveryException if it cannot be read
     */
    Bar bar(SinkRecord record) throws DeliveryException;

    /**
     * Reads the indicator values of a bar.
     *
     * @param record a record of a topic of indicators
     * @return the values
     * @throws DeliveryException if they cannot be read
     */
    IndicatorValues indicators(SinkRecord record) throws DeliveryException;
}
