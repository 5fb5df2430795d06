package io.candlewick.connect.sink;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A record that cannot be written, and why.
 *
 * @param record the record
 * @param reason why
 */
record Refused(SinkRecord record, DeliveryException reason) {}
