package io.candlewick.connect.sink;

/** Appends rows to a {@link GrowingBytes} in the form one database takes them. */
public interface RowEncoder extends FieldWriter {

    /**
     * Begins a row; its fields follow.
     *
     * @param columns how many there will be
     */
    void beginRow(int columns);
}
