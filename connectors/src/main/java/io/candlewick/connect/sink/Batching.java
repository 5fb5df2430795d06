package io.candlewick.connect.sink;

import java.time.Duration;

/**
 * How records are gathered to a write.
 *
 * <p>While one batch is being written the next is gathered, so under load batches grow by themselves and without load none waits for
 * another record.
 *
 * @param maxRows records gathered while a batch is written; with that many the task waits
 * @param linger how long a batch may wait for more records, zero where writing few of them costs the database no more than many
 * @param lingerRows with that many records a batch waits no longer
 */
public record Batching(int maxRows, Duration linger, int lingerRows) {}
