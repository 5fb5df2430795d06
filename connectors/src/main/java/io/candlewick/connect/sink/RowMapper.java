package io.candlewick.connect.sink;

import java.util.List;

/**
 * The columns of a table and how a row fills them: written once, encoded by each database in its own way.
 *
 * @param <T> the type
 */
public interface RowMapper<T> {

    /**
     * Names of the columns that are written, in order.
     *
     * @return column names
     */
    List<String> columns();

    /**
     * Hands over one field a column, in the order of {@link #columns()}.
     *
     * @param row the row
     * @param fields where the fields go
     */
    void map(Row<T> row, FieldWriter fields);
}
