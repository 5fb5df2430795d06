package io.candlewick.connect.timescaledb;

import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.FailureClass;
import io.candlewick.connect.sink.IndicatorRow;
import io.candlewick.market.IndicatorColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The indicator columns of a table: which there are, and how another one is added. */
final class TimescaleIndicators {

    private static final Logger LOG = LoggerFactory.getLogger(TimescaleIndicators.class);
    private static final String COLUMNS = """
            SELECT a.attname, coalesce(c.formula_id, ''), coalesce(c.parameters, '')
            FROM pg_attribute a LEFT JOIN indicator_columns c ON c.name = a.attname
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum""";
    private static final String REMEMBER = """
            INSERT INTO indicator_columns AS kept (name, formula_id, parameters) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE
            SET formula_id = excluded.formula_id, parameters = excluded.parameters, changed_at = now()
            WHERE (kept.formula_id, kept.parameters) <> (excluded.formula_id, excluded.parameters)""";

    private TimescaleIndicators() {}

    /** The columns of a table that hold indicators. */
    static List<IndicatorColumn> columns(Connection connection, String table) throws SQLException {
        List<IndicatorColumn> columns = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (!IndicatorRow.isFixed(row.getString(1))) {
                        columns.add(new IndicatorColumn(row.getString(1), row.getString(2), row.getString(3)));
                    }
                }
            }
        }
        connection.commit();
        return columns;
    }

    /**
     * Adds columns that are not there yet and puts every formula on record; several tasks may do this at once.
     *
     * @param missing their names have been checked
     * @param there the columns among them that the table has
     * @param migrating whether the table is ours to change
     */
    static void add(
            Connection connection,
            String table,
            List<IndicatorColumn> missing,
            List<IndicatorColumn> there,
            boolean migrating)
            throws SQLException, DeliveryException {
        List<IndicatorColumn> absent =
                missing.stream().filter(column -> !there.contains(column)).toList();
        if (!migrating && !absent.isEmpty()) {
            throw new DeliveryException(
                    FailureClass.FATAL,
                    "Table " + table + " has no column " + absent.get(0).name()
                            + "; add it (double precision), or set auto.migrate=true",
                    null);
        }
        try (Statement statement = connection.createStatement();
                PreparedStatement remember = connection.prepareStatement(REMEMBER)) {
            for (IndicatorColumn column : absent) {
                statement.execute(
                        "ALTER TABLE " + table + " ADD COLUMN IF NOT EXISTS " + column.name() + " double precision");
            }
            for (IndicatorColumn column : missing) {
                remember.setString(1, column.name());
                remember.setString(2, column.formulaId());
                remember.setString(3, column.parameters());
                remember.addBatch();
            }
            remember.executeBatch();
        }
        connection.commit();
        LOG.info(
                "Table {}: {} indicator columns are new, {} formulas put on record",
                table,
                absent.size(),
                missing.size());
    }
}
