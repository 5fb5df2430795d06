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
 * @param isCounted whether the metadata of its series are kept
 */
record StagedTable(String direct, String create, String copy, String upsert, boolean isCounted) {

    /** Rows that are there already stay. */
    static StagedTable appending(String table, List<String> columns, List<String> key) {
        return staged(table, columns, "ON CONFLICT (" + String.join(", ", key) + ") DO NOTHING");
    }

    /** What is done to a series that is there already. */
    static final String MERGE_METADATA = "ON CONFLICT (symbol, timeframe, tenant) DO UPDATE SET"
            + " earliest = least(kept.earliest, excluded.earliest), latest = greatest(kept.latest, excluded.latest),"
            + " bars = kept.bars + excluded.bars, updated_at = excluded.updated_at";

    /**
     * Rows that are there already are replaced unless their version is greater.
     *
     * @param version the column that decides
     */
    static StagedTable replacing(String table, List<String> columns, List<String> key, String version) {
        String assignments = columns.stream()
                .filter(column -> !key.contains(column))
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        return staged(
                table,
                columns,
                "ON CONFLICT (" + String.join(", ", key) + ") DO UPDATE SET " + assignments
                        + ", stored_at = excluded.stored_at WHERE excluded." + version + " >= kept." + version);
    }

    /** The same, and what is new is counted in the metadata of its series by the same statement: only a row just inserted has no xmax. */
    StagedTable counted() {
        return new StagedTable(
                direct,
                create,
                copy,
                "WITH written AS (" + upsert
                        + " RETURNING tenant, symbol, timeframe, start_time, kept.xmax = 0 AS is_new)"
                        + " INSERT INTO symbol_metadata AS kept (tenant, symbol, timeframe, earliest, latest, bars)"
                        + " SELECT tenant, symbol, timeframe, min(start_time), max(start_time), count(*) FROM written"
                        + " WHERE is_new GROUP BY tenant, symbol, timeframe ORDER BY symbol, timeframe, tenant "
                        + MERGE_METADATA,
                true);
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
                false);
    }
}
