package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.BarRow;
import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.GrowingBytes;
import io.candlewick.connect.sink.IndicatorColumns;
import io.candlewick.connect.sink.Row;
import io.candlewick.connect.sink.RowMapper;
import io.candlewick.connect.sink.TableWriter;
import io.candlewick.connect.sink.TickRow;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
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

    private static final TickRow TICKS = new TickRow();
    private static final BarRow BARS = new BarRow();
    /* Tables are partitioned by month: a batch of weekly bars may span more years than the default of 100 parts allows. */
    private static final String PARTITION_LIMIT = "max_partitions_per_insert_block";
    private static final String PARTITIONS = "10000";

    private final ClickHouseOptions options;
    private final boolean migrating;
    private final ClickHouseClient client;
    private final GrowingBytes bytes = new GrowingBytes();
    private final RowBinary encoder = new RowBinary(bytes);
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
    public void writeTicks(String table, List<Row<Tick>> rows) throws DeliveryException {
        write(table, rows, TICKS);
    }

    @Override
    public void writeBars(String table, List<Row<Bar>> rows) throws DeliveryException {
        write(table, rows, BARS);
    }

    @Override
    public void writeIndicators(String table, List<Row<IndicatorValues>> rows) throws DeliveryException {
        write(table, rows, indicatorColumns(table, rows).mapper());
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

    private <T> void write(String table, List<Row<T>> rows, RowMapper<T> mapper) throws DeliveryException {
        bytes.clear();
        for (Row<T> row : rows) {
            mapper.map(row, encoder);
        }
        String insert = "INSERT INTO " + table + " (" + String.join(", ", mapper.columns()) + ") FORMAT RowBinary";
        Map<String, String> settings = Map.of(
                PARTITION_LIMIT, PARTITIONS, InsertToken.SETTING, InsertToken.of(rows, bytes), "async_insert", "0");
        client.insert(insert, settings, bytes);
    }

    @Override
    public void close() {
        prepared = false;
        indicators.clear();
    }
}
