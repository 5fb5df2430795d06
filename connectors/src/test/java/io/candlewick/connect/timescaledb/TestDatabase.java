package io.candlewick.connect.timescaledb;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A fresh database on a real server; dropped when closed. */
record TestDatabase(String server, String name, String adminUrl, String url, String user, String password)
        implements AutoCloseable {

    /** The servers there are: PostgreSQL always, TimescaleDB where {@code CANDLEWICK_TIMESCALE_URL} tells where. */
    static Stream<String> servers() {
        return System.getenv("CANDLEWICK_TIMESCALE_URL") == null
                ? Stream.of("postgresql")
                : Stream.of("postgresql", "timescaledb");
    }

    static TestDatabase on(String server) {
        String adminUrl = server.equals("postgresql")
                ? Embedded.SERVER.getJdbcUrl("postgres", "postgres")
                : System.getenv("CANDLEWICK_TIMESCALE_URL");
        String user = server.equals("postgresql") ? "postgres" : environment("CANDLEWICK_TIMESCALE_USER", "postgres");
        String password = server.equals("postgresql") ? "" : environment("CANDLEWICK_TIMESCALE_PASSWORD", "");
        String name = "candlewick_" + UUID.randomUUID().toString().replace("-", "");
        TestDatabase database = new TestDatabase(
                server,
                name,
                adminUrl,
                adminUrl.replaceFirst("(jdbc:postgresql://[^/]*/)[^?]*", "$1" + name),
                user,
                password);
        database.onServer("CREATE DATABASE " + name);
        return database;
    }

    private static String environment(String name, String fallback) {
        String value = System.getenv(name);
        return value == null ? fallback : value;
    }

    TimescaleOptions options() {
        return TimescaleOptions.of(url, user, password);
    }

    boolean hasTimescale() {
        return server.equals("timescaledb");
    }

    void execute(String sql) {
        execute(url, sql);
    }

    private void onServer(String sql) {
        execute(adminUrl, sql);
    }

    private void execute(String where, String sql) {
        try (Connection connection = DriverManager.getConnection(where, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** Rows, their columns joined by {@code |}, null as {@code null}. */
    List<String> query(String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> fields = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    fields.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join("|", fields));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
        return rows;
    }

    /** Ends every other session of the database, as a restart of the server would. */
    void cutConnections() {
        onServer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
    }

    @Override
    public void close() {
        onServer("DROP DATABASE " + name + " WITH (FORCE)");
    }

    private static final class Embedded {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException failure) {
                throw new IllegalStateException("PostgreSQL does not start", failure);
            }
        }
    }
}
