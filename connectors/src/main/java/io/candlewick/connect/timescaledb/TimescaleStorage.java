package io.candlewick.connect.timescaledb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the tables are kept where TimescaleDB is there, and how old rows leave them anywhere.
 *
 * <p>Old rows are dropped by {@link #dropExpired}, which the sink's first task calls now and then, on every server alike. TimescaleDB's
 * own retention policies would do the same, but only under its community licence; one way that works everywhere is one way to test.
 */
final class TimescaleStorage {

    private static final Logger LOG = LoggerFactory.getLogger(TimescaleStorage.class);
    /** What TimescaleDB calls the licence under which it compresses. */
    private static final String COMMUNITY = "timescale";

    private static final String TICKS = "market_ticks";
    private static final String TICK_TIME = "event_time";
    /** The table of bars. */
    static final String BARS = "market_candles";

    private static final String BAR_TIME = "start_time";
    private static final String INDICATORS = "market_indicators";
    private static final String CONTEXT = "market_context";
    private static final String METADATA = "symbol_metadata";
    /* A plain table is emptied in steps, so that no delete holds its locks for long. */
    private static final int DELETE_ROWS = 50_000;

    private TimescaleStorage() {}

    /** Switches the extension on where the server has it; false where it has not or does not let us. */
    static boolean enable(Connection connection) throws SQLException {
        if (isTrue(connection, "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb')")) {
            return true;
        }
        if (!isTrue(connection, "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb')")) {
            return false;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS timescaledb");
            return true;
        } catch (SQLException refused) {
            LOG.warn(
                    "TimescaleDB is installed but cannot be switched on, plain tables are used: {}",
                    refused.getMessage());
            return false;
        }
    }

    /** Makes hypertables of the tables if it can be done; says in words how they are kept. */
    static String apply(Connection connection, TimescaleOptions options, boolean hypertables) throws SQLException {
        for (String table : List.of(TICKS, BARS, INDICATORS, CONTEXT, METADATA)) {
            setTenantsApart(connection, table, options.tenantsApart());
        }
        if (!hypertables) {
            return "plain tables (no TimescaleDB extension)";
        }
        hypertable(connection, TICKS, TICK_TIME, options.tickChunk());
        hypertable(connection, BARS, BAR_TIME, options.barChunk());
        hypertable(connection, INDICATORS, BAR_TIME, options.barChunk());
        String licence = text(connection, "SELECT current_setting('timescaledb.license')");
        String compression = "";
        if (options.compressAfter().isPresent() || COMMUNITY.equals(licence)) {
            compression = ", " + compress(connection, licence, options.compressAfter());
        }
        return "hypertables (TimescaleDB "
                + text(connection, "SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'") + ", licence "
                + licence + compression + ")";
    }

    private static String compress(Connection connection, String licence, Optional<Duration> after)
            throws SQLException {
        if (!COMMUNITY.equals(licence)) {
            LOG.warn(
                    "{} asks for compression, which TimescaleDB has only under its community licence: nothing is compressed",
                    TimescaleConfig.COMPRESS_AFTER);
            return "no compression";
        }
        for (CompressedTable table : CompressedTable.ALL) {
            boolean enabled = isTrue(connection, table.isEnabled());
            try (Statement statement = connection.createStatement()) {
                for (String change : table.changes(enabled, after)) {
                    statement.execute(change);
                }
            }
        }
        return after.map(age -> "compressed after " + age.toHours() + " h").orElse("no compression");
    }

    /** Changes nothing that is as it should be, for each change locks the table. */
    private static void setTenantsApart(Connection connection, String table, boolean apart) throws SQLException {
        boolean areApart =
                isTrue(connection, "SELECT relrowsecurity FROM pg_class WHERE oid = '" + table + "'::regclass");
        if (areApart == apart) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP POLICY IF EXISTS own_tenant ON " + table);
            if (apart) {
                statement.execute("CREATE POLICY own_tenant ON " + table
                        + " USING (tenant = current_setting('candlewick.tenant', true))");
            }
            statement.execute("ALTER TABLE " + table + (apart ? " ENABLE" : " DISABLE") + " ROW LEVEL SECURITY");
        }
    }

    private static void hypertable(Connection connection, String table, String time, Duration chunk)
            throws SQLException {
        // No default index on time alone: the primary key answers for it and each index slows every insert.
        try (PreparedStatement create = connection.prepareStatement(
                        "SELECT create_hypertable(?::regclass, ?::name, chunk_time_interval => ?::interval,"
                                + " create_default_indexes => false, if_not_exists => true, migrate_data => true)");
                PreparedStatement width =
                        connection.prepareStatement("SELECT set_chunk_time_interval(?::regclass, ?::interval)")) {
            create.setString(1, table);
            create.setString(2, time);
            create.setString(3, chunk.toSeconds() + " seconds");
            create.execute();
            width.setString(1, table);
            width.setString(2, chunk.toSeconds() + " seconds");
            width.execute();
        }
    }

    /** Drops what is older than the retention; whole chunks of a hypertable, some rows of a plain table. */
    static void dropExpired(Connection connection, TimescaleOptions options) throws SQLException {
        drop(connection, TICKS, TICK_TIME, options.retention().ticks());
        drop(connection, BARS, BAR_TIME, options.retention().bars());
        drop(connection, INDICATORS, BAR_TIME, options.retention().bars());
    }

    private static void drop(Connection connection, String table, String time, Optional<Duration> retention)
            throws SQLException {
        if (retention.isEmpty()) {
            return;
        }
        String age = retention.get().toSeconds() + " seconds";
        boolean hypertable =
                isTrue(connection, "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb')")
                        && isTrue(
                                connection,
                                "SELECT EXISTS (SELECT FROM timescaledb_information.hypertables WHERE hypertable_name = '"
                                        + table + "')");
        String sql = hypertable
                ? "SELECT drop_chunks('" + table + "', older_than => now() - ?::interval)"
                : "DELETE FROM " + table + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + table + " WHERE " + time
                        + " < now() - ?::interval LIMIT " + DELETE_ROWS + "))";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, age);
            statement.execute();
        }
    }

    private static boolean isTrue(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() && result.getBoolean(1);
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() ? String.valueOf(result.getString(1)) : "unknown";
        }
    }
}
