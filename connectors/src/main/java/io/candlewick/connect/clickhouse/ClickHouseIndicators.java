package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.FailureClass;
import io.candlewick.connect.sink.IndicatorRow;
import io.candlewick.market.IndicatorColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The indicator columns of a table, and the views that show them: which there are, and how another one is added. */
final class ClickHouseIndicators {

    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseIndicators.class);
    private static final String TABLE = "indicators";
    private static final String ONE_ROW_A_KEY = " FINAL SETTINGS do_not_merge_across_partitions_select_final = 1";

    private final ClickHouseClient client;

    ClickHouseIndicators(ClickHouseClient client) {
        this.client = client;
    }

    /** The columns of a table that hold indicators. */
    List<IndicatorColumn> columns(String table) throws DeliveryException {
        List<IndicatorColumn> columns = new ArrayList<>();
        for (String row : client.query("SELECT c.name, f.formula_id, f.parameters FROM system.columns AS c"
                + " LEFT JOIN (SELECT name, formula_id, parameters FROM indicator_columns FINAL) AS f ON f.name = c.name"
                + " WHERE c.database = currentDatabase() AND c.table = '" + table + "' ORDER BY c.position")) {
            String[] fields = row.split("\t", -1);
            if (!IndicatorRow.isFixed(fields[0])) {
                columns.add(new IndicatorColumn(fields[0], unescape(fields[1]), unescape(fields[2])));
            }
        }
        return columns;
    }

    /**
     * Adds columns that are not there yet and puts every formula on record; several tasks may do this at once.
     *
     * @param missing their names have been checked
     * @param there the columns among them that the table has
     * @param migrating whether the table is ours to change
     */
    void add(String table, List<IndicatorColumn> missing, List<IndicatorColumn> there, boolean migrating)
            throws DeliveryException {
        List<IndicatorColumn> absent =
                missing.stream().filter(column -> !there.contains(column)).toList();
        if (!absent.isEmpty() && !migrating) {
            throw new DeliveryException(
                    FailureClass.FATAL,
                    "Table " + table + " has no column " + absent.get(0).name()
                            + "; add it (Nullable(Float64)), or set auto.migrate=true",
                    null);
        }
        if (!absent.isEmpty()) {
            client.execute("ALTER TABLE " + table + " "
                    + absent.stream()
                            .map(column -> "ADD COLUMN IF NOT EXISTS " + column.name()
                                    + " Nullable(Float64) CODEC(ZSTD(1)) AFTER bars_seen")
                            .collect(Collectors.joining(", ")));
        }
        client.execute("INSERT INTO indicator_columns (name, formula_id, parameters) VALUES "
                + missing.stream()
                        .map(column -> "('" + column.name() + "', '" + escape(column.formulaId()) + "', '"
                                + escape(column.parameters()) + "')")
                        .collect(Collectors.joining(", ")));
        if (table.equals(TABLE)) {
            show();
        }
        LOG.info(
                "Table {}: {} indicator columns are new, {} formulas put on record",
                table,
                absent.size(),
                missing.size());
    }

    /**
     * Makes the views anew, with every column the table has by now.
     *
     * <p>Another task that adds a column meanwhile makes them too, and its views may be replaced by these, which lack its column: so the
     * table is looked at again afterwards.
     */
    void show() throws DeliveryException {
        List<String> shown;
        do {
            shown = names();
            showEach(shown);
        } while (!names().equals(shown));
    }

    private List<String> names() throws DeliveryException {
        return columns(TABLE).stream().map(IndicatorColumn::name).toList();
    }

    private void showEach(List<String> columns) throws DeliveryException {
        client.execute("CREATE OR REPLACE VIEW bar_indicators AS SELECT * FROM " + TABLE + ONE_ROW_A_KEY);
        String names = columns.stream().map(column -> "'" + column + "'").collect(Collectors.joining(", ", "[", "]"));
        String values = String.join(", ", columns);
        // The names of the inner columns differ from the outer ones: an alias would be taken for the column it is made
        // of.
        client.execute("CREATE OR REPLACE VIEW indicator_values AS"
                + " SELECT tenant, symbol, timeframe, start_time AS time, name, assumeNotNull(held) AS value"
                + " FROM (SELECT tenant, symbol, timeframe, start_time, name, held FROM (SELECT * FROM " + TABLE
                + ONE_ROW_A_KEY + ")"
                + " ARRAY JOIN CAST(" + names + ", 'Array(String)') AS name, CAST([" + values
                + "], 'Array(Nullable(Float64))') AS held)"
                + " WHERE held IS NOT NULL");
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }

    /* Of TabSeparated; formulas hold nothing but what is escaped above. */
    private static String unescape(String text) {
        return text.replace("\\'", "'").replace("\\\\", "\\");
    }
}
