package io.candlewick.bench.sink;

import io.candlewick.bench.measured.ProcessorTime;
import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.local.StackException;
import io.candlewick.local.TimescaleServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** TimescaleDB, or the PostgreSQL that stands in for it. */
final class TimescaleSide implements SinkSide {

    private static final int BATCH_ROWS = 50_000;
    private static final int HEADER_BYTES = 19;
    private static final int PIECE = 1 << 18;

    private final Connection connection;
    private List<byte[]> batches = List.of();

    TimescaleSide(TimescaleServer server) throws StackException {
        try {
            connection = DriverManager.getConnection(server.url(), server.user(), server.password());
        } catch (SQLException away) {
            throw new StackException("the database does not answer: " + away.getMessage(), away);
        }
    }

    @Override
    public void truncate(String table) throws StackException {
        run(statement -> statement.execute("TRUNCATE " + table));
    }

    @Override
    public long rows(String table) throws StackException {
        return (long) number("SELECT count(*) FROM " + table);
    }

    @Override
    public boolean hasRows(String table) throws StackException {
        return number("SELECT count(*) FROM (SELECT FROM " + table + " LIMIT 1) AS any_row") > 0;
    }

    @Override
    public ProcessorTime processorTime() throws StackException {
        List<Long> pids = new ArrayList<>();
        run(statement -> {
            try (ResultSet result = statement.executeQuery("SELECT pid FROM pg_stat_activity")) {
                while (result.next()) {
                    pids.add(result.getLong(1));
                }
            }
        });
        return ProcessorTime.of(pids);
    }

    /** Makes the tables that Debezium writes to, as hypertables where ours are. */
    void makePeerTables() throws StackException {
        String tables = ConnectorFile.bundledText("peers/debezium-tables.sql");
        run(statement -> {
            statement.execute(tables);
            boolean hypertables =
                    isTrue(statement, "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb')");
            for (String[] table : new String[][] {
                {"debezium_ticks", "event_time", "86400000000"}, {"debezium_bars", "start_time", "604800000000"}
            }) {
                statement.execute("ALTER TABLE " + table[0]
                        + " ADD COLUMN IF NOT EXISTS stored_at timestamptz NOT NULL DEFAULT now()");
                if (hypertables) {
                    statement.execute("SELECT create_hypertable('" + table[0] + "', '" + table[1]
                            + "', chunk_time_interval => " + table[2]
                            + "::bigint, create_default_indexes => false, if_not_exists => true)");
                }
            }
        });
    }

    private static boolean isTrue(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            return result.next() && result.getBoolean(1);
        }
    }

    @Override
    public double rowsPerSecond(String table) throws StackException {
        return number("WITH batches AS (SELECT stored_at, count(*) AS rows FROM " + table + " GROUP BY stored_at),"
                + " span AS (SELECT min(stored_at) AS first, max(stored_at) AS last FROM batches)"
                + " SELECT sum(rows) FILTER (WHERE stored_at < last) / extract(epoch FROM max(last) - min(first))"
                + " FROM batches, span");
    }

    @Override
    public void keep(String table) throws StackException {
        String columns = columns(table);
        // Past the heap: a million bars are half a gigabyte, and the batches are as much again.
        try {
            Path copy = Files.createTempFile("candlewick-copy-", ".bin");
            try {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy), 1 << 20)) {
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyOut(
                                    "COPY (SELECT " + columns + " FROM " + table + " ORDER BY " + order(table)
                                            + ") TO STDOUT (FORMAT binary)",
                                    out);
                }
                try (FileChannel file = FileChannel.open(copy, StandardOpenOption.READ)) {
                    batches = divide(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()));
                }
            } finally {
                Files.delete(copy);
            }
        } catch (SQLException | IOException failed) {
            throw new StackException("cannot keep the rows of " + table + ": " + failed.getMessage(), failed);
        }
    }

    private static String order(String table) {
        return table.equals("market_ticks") ? "lineage_offset" : "start_time, symbol";
    }

    private String columns(String table) throws StackException {
        List<String> columns = new ArrayList<>();
        run(statement -> {
            try (ResultSet result = statement.executeQuery("SELECT * FROM " + table + " LIMIT 0")) {
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    columns.add(result.getMetaData().getColumnName(column));
                }
            }
        });
        return columns.stream().filter(column -> !column.equals("stored_at")).collect(Collectors.joining(", "));
    }

    /** Cuts one COPY into several, each with header and trailer. */
    private static List<byte[]> divide(ByteBuffer in) {
        List<byte[]> batches = new ArrayList<>();
        int from = HEADER_BYTES;
        int rows = 0;
        in.position(from);
        for (short fields = in.getShort(); fields >= 0; fields = in.getShort()) {
            for (int field = 0; field < fields; field++) {
                int length = in.getInt();
                in.position(in.position() + Math.max(0, length));
            }
            if (++rows % BATCH_ROWS == 0) {
                batches.add(batch(in, from, in.position()));
                from = in.position();
            }
        }
        if (from < in.position() - Short.BYTES) {
            batches.add(batch(in, from, in.position() - Short.BYTES));
        }
        return batches;
    }

    private static byte[] batch(ByteBuffer copy, int from, int to) {
        byte[] batch = new byte[HEADER_BYTES + (to - from) + Short.BYTES];
        copy.get(0, batch, 0, HEADER_BYTES);
        copy.get(from, batch, HEADER_BYTES, to - from);
        batch[batch.length - 2] = (byte) 0xFF;
        batch[batch.length - 1] = (byte) 0xFF;
        return batch;
    }

    @Override
    public double floor(String table, boolean upsert) throws StackException {
        String columns = columns(table);
        long[] rows = {0};
        long start = System.nanoTime();
        run(statement -> {
            connection.setAutoCommit(false);
            if (upsert) {
                statement.execute("CREATE TEMPORARY TABLE IF NOT EXISTS floor_" + table
                        + " ON COMMIT DELETE ROWS AS SELECT " + columns + " FROM " + table + " WITH NO DATA");
            }
            for (byte[] batch : batches) {
                rows[0] += copy((upsert ? "floor_" : "") + table, columns, batch);
                if (upsert) {
                    statement.executeUpdate(upsert(table, columns));
                }
                connection.commit();
            }
            connection.setAutoCommit(true);
        });
        return rows[0] / ((System.nanoTime() - start) / 1e9);
    }

    private long copy(String table, String columns, byte[] batch) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)");
        for (int from = 0; from < batch.length; from += PIECE) {
            copy.writeToCopy(batch, from, Math.min(PIECE, batch.length - from));
        }
        return copy.endCopy();
    }

    private static String upsert(String table, String columns) {
        String insert =
                "INSERT INTO " + table + " AS kept (" + columns + ") SELECT " + columns + " FROM floor_" + table;
        if (table.equals("market_ticks")) {
            return insert + " ON CONFLICT (tenant, symbol, event_time, feed, sequence, kind) DO NOTHING";
        }
        return insert + " ON CONFLICT (tenant, symbol, timeframe, start_time) DO UPDATE SET "
                + Arrays.stream(columns.split(", ", -1))
                        .map(column -> column + " = excluded." + column)
                        .collect(Collectors.joining(", "))
                + " WHERE excluded.version >= kept.version";
    }

    private interface Work {
        void on(Statement statement) throws SQLException;
    }

    private void run(Work work) throws StackException {
        try (Statement statement = connection.createStatement()) {
            work.on(statement);
        } catch (SQLException failed) {
            throw new StackException("the database refuses: " + failed.getMessage(), failed);
        }
    }

    private double number(String query) throws StackException {
        double[] number = {0};
        run(statement -> {
            try (ResultSet result = statement.executeQuery(query)) {
                result.next();
                number[0] = result.getDouble(1);
            }
        });
        return number[0];
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException lost) {
            batches = List.of();
        }
    }
}
