package io.candlewick.checkup;

import io.candlewick.local.StackAddresses;
import io.candlewick.local.TimescaleServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Whether TimescaleDB answers, has its tables, and no migration failed. */
record TimescaleCheck(StackAddresses addresses) implements Checkup.Check {

    private static final String TIMESCALE = "timescale";
    private static final String APPLIED = "SELECT count(*) FILTER (WHERE success), count(*) FILTER (WHERE NOT success),"
            + " max(version) FROM candlewick_schema_history WHERE version IS NOT NULL";
    private static final String EXTENSION = "SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'";

    @Override
    public List<Finding> look() {
        if (addresses.timescale().isEmpty()) {
            return List.of(Finding.skipped(TIMESCALE, "no address is known"));
        }
        TimescaleServer server = addresses.timescale().get();
        try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            return List.of(storage(statement), migrations(statement));
        } catch (SQLException away) {
            String reason =
                    String.valueOf(away.getMessage()).lines().findFirst().orElse("");
            return List.of(Finding.fault(
                    TIMESCALE,
                    server.url() + ": " + reason,
                    "start it, or give --timescale-url and its user and password"));
        }
    }

    private static Finding storage(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(EXTENSION)) {
            return row.next()
                    ? Finding.ok(TIMESCALE, "TimescaleDB " + row.getString(1))
                    : Finding.warn(
                            TIMESCALE,
                            "plain PostgreSQL: tables without chunks",
                            "CREATE EXTENSION timescaledb before the first migration, if there is much to keep");
        }
    }

    private static Finding migrations(Statement statement) {
        try (ResultSet row = statement.executeQuery(APPLIED)) {
            row.next();
            return row.getLong(2) > 0
                    ? Finding.fault(
                            TIMESCALE,
                            row.getLong(2) + " migrations failed",
                            "./candlewick migrate --only timescale tells why")
                    : Finding.ok(TIMESCALE, "tables are at version " + row.getString(3));
        } catch (SQLException noTables) {
            return Finding.fault(TIMESCALE, "there are no tables", "./candlewick migrate --only timescale");
        }
    }
}
