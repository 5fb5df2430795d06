package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.BarRow;
import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.EventRow;
import io.candlewick.connect.sink.GrowingBytes;
import io.candlewick.connect.sink.IndicatorColumns;
import io.candlewick.connect.sink.RevisionRow;
import io.candlewick.connect.sink.Row;
import io.candlewick.connect.sink.RowEncoder;
import io.candlewick.connect.sink.RowList;
import io.candlewick.connect.sink.RowMapper;
import io.candlewick.connect.sink.RowRange;
import io.candlewick.connect.sink.TableWriter;
import io.candlewick.connect.sink.TickRow;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes to ClickHouse: each call is one insert of one body, whatever the rows are, so a batch is one part a month and never a part a
 * row.
 *
 * <p>The tables settle repeated keys themselves (ReplacingMergeTree); a retried batch is not even stored twice, because its token is
 * the same.
 */
final class ClickHouseWriter implements TableWriter {

    /* Tables are partitioned by month: a batch of weekly bars may span more years than the default of 100 parts allows. */
    private static final String PARTITION_LIMIT = "max_partitions_per_insert_block";
    private static final String PARTITIONS = "10000";

    private final ClickHouseOptions options;
    private final boolean migrating;
    private final ClickHouseClient client;
    private final GrowingBytes bytes = new GrowingBytes();
    private final RowBinary encoder = new RowBinary(bytes);
    private final NativeBlock block = new NativeBlock();
    private final ClickHouseIndicators indicatorTables;
    private final Map<String, IndicatorColumns> indicators = new HashMap<>();
    private boolean prepared;

    ClickHouseWriter(ClickHouseOptions options, boolean migrating) {
        this.options = options;
        this.migrating = migrating;
        this.client = new ClickHouseClient(options);
        this.indicatorTables = new ClickHouseIndicators(client);
    }

    @Override
    public void prepare() throws DeliveryException {
        if (prepared) {
            return;
        }
        if (migrating) {
            ClickHouseMigrations.migrate(options);
        } else {
            client.execute("SELECT 1");
        }
        prepared = true;
    }

    @Override
    public RowEncoder encoder(GrowingBytes rows) {
        return new RowBinary(rows);
    }

    @Override
    public void writeTicks(String table, RowRange rows) throws DeliveryException {
        insert(table, TickRow.COLUMNS, rows);
    }

    @Override
    public void writeBars(String table, RowRange rows) throws DeliveryException {
        insert(table, BarRow.COLUMNS, rows);
    }

    @Override
    public void writeRevisions(String table, RowRange rows) throws DeliveryException {
        insert(table, RevisionRow.COLUMNS, rows);
    }

    @Override
    public void writeEvents(String table, RowRange rows) throws DeliveryException {
        insert(table, EventRow.COLUMNS, rows);
    }

    @Override
    public void writeIndicators(String table, List<Row<IndicatorValues>> rows) throws DeliveryException {
        RowMapper<IndicatorValues> mapper = indicatorColumns(table, rows).mapper();
        bytes.clear();
        int[] starts = new int[rows.size()];
        for (int row = 0; row < starts.length; row++) {
            starts[row] = bytes.length();
            encoder.beginRow(mapper.columns().size());
            mapper.map(rows.get(row), encoder);
        }
        block.fill(mapper.columns(), encoder.types(), bytes.array(), row -> starts[row], starts.length);
        insert(table, mapper.columns(), InsertToken.of(new RowList<>(rows), bytes.array(), 0, bytes.length()));
    }

    private IndicatorColumns indicatorColumns(String table, List<Row<IndicatorValues>> rows) throws DeliveryException {
        IndicatorColumns columns = indicators.get(table);
        if (columns == null) {
            columns = new IndicatorColumns(indicatorTables.columns(table));
            indicators.put(table, columns);
        }
        List<IndicatorColumn> missing = columns.missing(rows);
        if (missing.isEmpty()) {
            return columns;
        }
        indicatorTables.add(table, missing, columns.present(missing), migrating);
        IndicatorColumns grown = columns.and(missing);
        indicators.put(table, grown);
        return grown;
    }

    private void insert(String table, List<String> columns, RowRange rows) throws DeliveryException {
        // By encoder(), which is what fills the ranges this is given.
        List<ColumnType> types = ((RowBinary) rows.encoder()).types();
        block.fill(columns, types, rows.array(), rows::from, rows.size());
        insert(table, columns, InsertToken.of(rows, rows.array(), rows.from(), rows.length()));
    }

    /** Inserts the block. */
    private void insert(String table, List<String> columns, String token) throws DeliveryException {
        String insert = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") FORMAT Native";
        Map<String, String> settings = Map.of(
                PARTITION_LIMIT,
                PARTITIONS,
                InsertToken.SETTING,
                token,
                "async_insert",
                "0",
                // A batch holds a key once: looking for the same ones among its rows was a quarter of the engine's work
                // in a backfill.
                "optimize_on_insert",
                "0");
        try {
            client.insert(insert, settings, block.array(), 0, block.length());
        } catch (DeliveryException lost) {
            if (!(lost.getCause() instanceof IOException)) {
                throw lost;
            }
            // The answer is lost and perhaps not the insert: at once, with the same bytes, its token still keeps it
            // from being stored twice.
            client.insert(insert, settings, block.array(), 0, block.length());
        }
    }

    @Override
    public void close() {
        prepared = false;
        indicators.clear();
    }
}
