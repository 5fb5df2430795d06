package io.candlewick.connect.timescaledb;

import io.candlewick.connect.sink.BarRow;
import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.EventRow;
import io.candlewick.connect.sink.FailureClass;
import io.candlewick.connect.sink.GrowingBytes;
import io.candlewick.connect.sink.IndicatorColumns;
import io.candlewick.connect.sink.IndicatorRow;
import io.candlewick.connect.sink.Row;
import io.candlewick.connect.sink.RowEncoder;
import io.candlewick.connect.sink.RowMapper;
import io.candlewick.connect.sink.RowRange;
import io.candlewick.connect.sink.TableWriter;
import io.candlewick.connect.sink.TickRow;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes to TimescaleDB over one connection, which is opened when there is something to write and again after it is lost.
 *
 * <p>A batch is one transaction: binary COPY straight into the table or, where rows are likely to be there already ({@link DirectCopy}), into
 * a temporary table and one insert from there that settles repeated keys.
 */
final class TimescaleWriter implements TableWriter {

    private static final int PIECE_BYTES = 1 << 18;
    private static final String VERSION = "version";
    private static final String UNIQUE_VIOLATION = "23505";

    private final TimescaleOptions options;
    private final boolean migrating;
    private final Map<String, StagedTable> tables = new HashMap<>();
    private final Set<String> staged = new HashSet<>();
    private final Map<String, DirectCopy> straight = new HashMap<>();
    private final Map<String, IndicatorColumns> indicators = new HashMap<>();
    private final SeriesTally tally = new SeriesTally();
    private final GrowingBytes bytes = new GrowingBytes();
    private final CopyBinary encoder = new CopyBinary(bytes);
    private @Nullable Connection connection;
    private boolean prepared;

    TimescaleWriter(TimescaleOptions options, boolean migrating) {
        this.options = options;
        this.migrating = migrating;
    }

    @Override
    public void prepare() throws DeliveryException {
        if (prepared) {
            return;
        }
        if (migrating) {
            TimescaleMigrations.migrate(options);
        }
        try {
            connection();
        } catch (SQLException failure) {
            throw failed("Cannot connect", failure);
        }
        prepared = true;
    }

    @Override
    public RowEncoder encoder(GrowingBytes rows) {
        return new CopyBinary(rows);
    }

    @Override
    public void writeTicks(String table, RowRange rows) throws DeliveryException {
        write(tables.computeIfAbsent(table, name -> StagedTable.appending(name, TickRow.COLUMNS, TickRow.KEY)), rows);
    }

    @Override
    public void writeBars(String table, RowRange rows) throws DeliveryException {
        write(tables.computeIfAbsent(table, TimescaleWriter::bars), rows);
    }

    /** Only our own table has metadata: what is in another one is its owner's business. */
    private static StagedTable bars(String table) {
        StagedTable staged = StagedTable.replacing(table, BarRow.COLUMNS, BarRow.KEY, VERSION);
        return table.equals(TimescaleStorage.BARS) ? staged.counted() : staged;
    }

    @Override
    public void writeEvents(String table, RowRange rows) throws DeliveryException {
        write(
                tables.computeIfAbsent(
                        table, name -> StagedTable.replacing(name, EventRow.COLUMNS, EventRow.KEY, EventRow.VERSION)),
                rows);
    }

    @Override
    public void writeIndicators(String table, List<Row<IndicatorValues>> rows) throws DeliveryException {
        IndicatorColumns columns = indicatorColumns(table, rows);
        StagedTable staging = tables.computeIfAbsent(
                table + "/" + columns.mapper().columns().size(),
                name -> StagedTable.replacing(table, columns.mapper().columns(), IndicatorRow.KEY, VERSION));
        write(staging, rows, columns.mapper());
    }

    private IndicatorColumns indicatorColumns(String table, List<Row<IndicatorValues>> rows) throws DeliveryException {
        try {
            Connection open = connection();
            IndicatorColumns columns = indicators.get(table);
            if (columns == null) {
                columns = new IndicatorColumns(TimescaleIndicators.columns(open, table));
                indicators.put(table, columns);
            }
            List<IndicatorColumn> missing = columns.missing(rows);
            if (missing.isEmpty()) {
                return columns;
            }
            TimescaleIndicators.add(open, table, missing, columns.present(missing), migrating);
            // The staging table of this connection has the old columns; the next connection makes it anew.
            close();
            IndicatorColumns grown = columns.and(missing);
            indicators.put(table, grown);
            return grown;
        } catch (SQLException failure) {
            throw failed("Cannot add indicator columns to " + table, failure);
        }
    }

    private void write(StagedTable table, RowRange rows) throws DeliveryException {
        write(table, rows.size(), (open, statement) -> copy(open, statement, rows), () -> tally.add(rows));
    }

    private <T> void write(StagedTable table, List<Row<T>> rows, RowMapper<T> mapper) throws DeliveryException {
        write(table, rows.size(), (open, statement) -> copy(open, statement, rows, mapper), () -> {});
    }

    /** Puts rows through a COPY. */
    private interface Copying {
        void through(Connection open, String statement) throws SQLException;
    }

    /* What is written straight is tallied here, what is staged by the statement that moves it. */
    private void write(StagedTable table, int rows, Copying copying, Runnable tallying) throws DeliveryException {
        DirectCopy direct = direct(table);
        try {
            Connection open = connection();
            if (direct.isWorthIt()) {
                if (copiedStraight(open, table, copying, tallying)) {
                    direct.succeeded();
                    return;
                }
                direct.conflicted();
            }
            stage(open, table);
            copying.through(open, table.copy());
            upsert(open, table);
            direct.left();
        } catch (SQLException failure) {
            throw failed("Cannot write " + rows + " rows", failure);
        }
    }

    private DirectCopy direct(StagedTable table) {
        return straight.computeIfAbsent(table.direct(), name -> new DirectCopy());
    }

    /** False if a row was there already, and nothing was written. */
    private boolean copiedStraight(Connection open, StagedTable table, Copying copying, Runnable tallying)
            throws SQLException {
        try {
            copying.through(open, table.direct());
            if (table.isCounted()) {
                tallying.run();
                tally.store(open);
            }
            open.commit();
            return true;
        } catch (SQLException failure) {
            if (!UNIQUE_VIOLATION.equals(failure.getSQLState())) {
                throw failure;
            }
            open.rollback();
            return false;
        }
    }

    private void copy(Connection open, String statement, RowRange rows) throws SQLException {
        CopyIn copy = open.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        bytes.clear();
        encoder.begin();
        copy.writeToCopy(bytes.array(), 0, bytes.length());
        int end = rows.from() + rows.length();
        for (int from = rows.from(); from < end; from += PIECE_BYTES) {
            copy.writeToCopy(rows.array(), from, Math.min(PIECE_BYTES, end - from));
        }
        bytes.clear();
        encoder.end();
        copy.writeToCopy(bytes.array(), 0, bytes.length());
        copy.endCopy();
    }

    private static void upsert(Connection open, StagedTable table) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.executeUpdate(table.upsert());
        }
        open.commit();
    }

    private <T> void copy(Connection open, String statement, List<Row<T>> rows, RowMapper<T> mapper)
            throws SQLException {
        CopyIn copy = open.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        bytes.clear();
        encoder.begin();
        for (Row<T> row : rows) {
            encoder.beginRow(mapper.columns().size());
            mapper.map(row, encoder);
            if (bytes.length() >= PIECE_BYTES) {
                copy.writeToCopy(bytes.array(), 0, bytes.length());
                bytes.clear();
            }
        }
        encoder.end();
        copy.writeToCopy(bytes.array(), 0, bytes.length());
        copy.endCopy();
    }

    private void stage(Connection open, StagedTable table) throws SQLException {
        if (staged.contains(table.create())) {
            return;
        }
        try (Statement statement = open.createStatement()) {
            statement.execute(table.create());
        }
        open.commit();
        staged.add(table.create());
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = TimescaleConnection.open(options);
            connection = open;
            open.setAutoCommit(false);
        }
        return open;
    }

    private DeliveryException failed(String what, SQLException cause) {
        DeliveryException failure = TimescaleConnection.failure(options, what, cause);
        tally.clear();
        if (failure.failureClass() != FailureClass.BAD_ROW || !rolledBack()) {
            close();
        }
        return failure;
    }

    private boolean rolledBack() {
        Connection open = connection;
        if (open == null) {
            return false;
        }
        try {
            open.rollback();
            return true;
        } catch (SQLException lost) {
            return false;
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        staged.clear();
        indicators.clear();
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (SQLException alreadyLost) {
            // The connection is given up because it failed, or the task is stopping: there is nothing left to save.
            connection = null;
        }
    }
}
