package io.candlewick.connect.sink;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Some of the {@link EncodedRows}, side by side in their array.
 *
 * @param rows all of them
 * @param first the first, counted from 0
 * @param end the first that is left out
 */
public record RowRange(EncodedRows rows, int first, int end) implements Divisible<RowRange> {

    @Override
    public int size() {
        return end - first;
    }

    @Override
    public RowRange part(int from, int to) {
        return new RowRange(rows, first + from, first + to);
    }

    @Override
    public SinkRecord record(int index) {
        return rows.record(first + index);
    }

    /**
     * What wrote the rows, the one that {@link TableWriter#encoder} gave.
     *
     * @return the encoder
     */
    public RowEncoder encoder() {
        return rows.encoder();
    }

    /**
     * The array that holds the rows.
     *
     * @return the array itself
     */
    public byte[] array() {
        return rows.array();
    }

    /**
     * Where the rows begin in {@link #array()}.
     *
     * @return the index
     */
    public int from() {
        return rows.start(first);
    }

    /**
     * Where a row begins in {@link #array()}.
     *
     * @param index the row, counted from 0
     * @return the index
     */
    public int from(int index) {
        return rows.start(first + index);
    }

    /**
     * How many bytes the rows take.
     *
     * @return the length
     */
    public int length() {
        return rows.start(end) - from();
    }
}
