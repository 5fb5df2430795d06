package io.candlewick.connect.sink;

/**
 * Where the records of one topic go.
 *
 * @param topic the topic, as the record has it after any transformation
 * @param kind what its records are
 * @param table the table they are written to
 */
public record Route(String topic, RecordKind kind, String table) {}
