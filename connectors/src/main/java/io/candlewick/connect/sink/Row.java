package io.candlewick.connect.sink;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A decoded value on its way to a table, with the record it came in.
 *
 * @param value the value
 * @param record the record, for lineage and for the dead-letter topic
 * @param <T> the type
 */
public record Row<T>(T value, SinkRecord record) {}
