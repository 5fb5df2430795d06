package io.candlewick.connect.sink;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Rows of one table that can be written in parts, to find the one that is refused.
 *
 * @param <R> itself
 */
public interface Divisible<R extends Divisible<R>> {

    /**
     * How many rows there are.
     *
     * @return at least 1
     */
    int size();

    /**
     * Some of the rows.
     *
     * @param from the first, counted from 0
     * @param to the first that is left out
     * @return these rows, no copies
     */
    R part(int from, int to);

    /**
     * The record a row came in.
     *
     * @param index the row, counted from 0
     * @return the record
     */
    SinkRecord record(int index);
}
