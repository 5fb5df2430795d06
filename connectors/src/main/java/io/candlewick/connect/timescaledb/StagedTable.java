package io.candlewick.connect.timescaledb;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that bring rows into one table, straight or by way of a temporary table of the same columns.
 *
 * @param direct fills the table itself; fails if a row is there already
 * @param create makes the staging table, once a connection
 * @param copy fills it
 * @param upsert moves what it holds to the table
 * @param columns how many columns there are
 */
record StagedTable(String direct, String create, String copy, String upsert, int columns) {

    /** Rows that are there already stay. */
    static StagedTable appending(String table, List<String> columns, List<String> key) {
        return staged(table, columns, "ON CONFLICT (" + String.join(", ", key) + ") DO NOTHING");
    }

    /** Rows that are there already are replaced unless their version is greater. */
    static StagedTable replacing(String table, List<String> columns, List<String> key) {
        String assignments = columns.stream()
                .filter(column -> !key.contains(column))
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        return staged(
                table,
                columns,
                "ON CONFLICT (" + String.join(", ", key) + ") DO UPDATE SET " + assignments
                        + ", stored_at = excluded.stored_at WHERE excluded.version >= kept.version");
    }

    private static StagedTable staged(String table, List<String> names, String onConflict) {
        String staging = "staging_" + table.replace('.', '_');
        String columns = String.join(", ", names);
        return new StagedTable(
                "COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)",
                "CREATE TEMPORARY TABLE IF NOT EXISTS " + staging + " ON COMMIT DELETE ROWS AS SELECT " + columns
                        + " FROM " + table + " WITH NO DATA",
                "COPY " + staging + " (" + columns + ") FROM STDIN (FORMAT binary)",
                "INSERT INTO " + table + " AS kept (" + columns + ") SELECT " + columns + " FROM " + staging + " "
                        + onConflict,
                names.size());
    }
}
