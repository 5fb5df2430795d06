package io.candlewick.connect.timescaledb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.connect.sink.Samples;
import io.candlewick.connect.sink.StubRegistry;
import io.candlewick.connect.sink.TestContext;
import io.candlewick.connect.sink.TestRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rights of {@code ops/security/postgres-roles.sql}: the sinks write with the writer's, the reader changes nothing. */
class TimescaleRolesIT {

    private static final String SERVERS = "io.candlewick.connect.timescaledb.TestDatabase#servers";
    private static final String PASSWORD = UUID.randomUUID().toString();

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldWriteWithTheWritersRights(String server) throws Exception {
        try (TestDatabase database = migrated(server);
                StubRegistry registry = new StubRegistry()) {
            String writer = user(database, "candlewick_writer");
            TestRecords records = new TestRecords(registry);
            TimescaleSinkTask task = new TimescaleSinkTask(Runnable::run);
            task.initialize(new TestContext(true));
            task.start(Map.of(
                    "schema.registry.url",
                    registry.url(),
                    "timescale.url",
                    database.url(),
                    "timescale.user",
                    writer,
                    "timescale.password",
                    PASSWORD,
                    "auto.migrate",
                    "false"));

            task.put(List.of(records.tick(Samples.quote(1)), records.bar(Samples.bar(0, 1.2, 0))));
            // The same bar corrected: staged, and merged into the row that is there.
            task.put(List.of(records.barWithoutLineage(Samples.bar(0, 1.3, 1))));
            task.stop();

            assertThat(database.query("SELECT count(*) FROM market_ticks")).containsExactly("1");
            assertThat(database.query("SELECT close FROM market_candles")).containsExactly("1.3");
            assertThat(database.query("SELECT count(*) FROM symbol_metadata")).containsExactly("1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM market_ticks",
                "TRUNCATE market_candles",
                "DROP TABLE market_candles",
                "ALTER TABLE market_candles ADD COLUMN x int",
                "CREATE TABLE mine (x int)"
            })
    void shouldLetTheWriterNeitherDeleteNorAlter(String statement) throws Exception {
        try (TestDatabase database = migrated("postgresql")) {
            String writer = user(database, "candlewick_writer");

            assertThatThrownBy(() -> execute(database, writer, statement))
                    .isInstanceOf(SQLException.class)
                    .hasMessageFindingMatch("permission denied|must be owner");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO indicator_columns (name, formula_id, parameters) VALUES ('a', 'b', 'c')",
                "UPDATE market_candles SET close = 1",
                "DELETE FROM market_ticks",
                "CREATE TEMPORARY TABLE mine (x int)",
                "CREATE TABLE mine (x int)"
            })
    void shouldLetTheReaderOnlyRead(String statement) throws Exception {
        try (TestDatabase database = migrated("postgresql")) {
            String reader = user(database, "candlewick_reader");

            execute(database, reader, "SELECT * FROM market_candles");
            execute(database, reader, "SELECT * FROM indicator_values");
            assertThatThrownBy(() -> execute(database, reader, statement))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    private static TestDatabase migrated(String server) throws Exception {
        TestDatabase database = TestDatabase.on(server);
        TimescaleMigrations.migrate(database.options());
        for (int run = 0; run < 2; run++) {
            database.execute(script());
        }
        return database;
    }

    private static String script() throws IOException {
        return Files.readString(Path.of("..", "ops", "security", "postgres-roles.sql"));
    }

    private static String user(TestDatabase database, String role) {
        String name = "u" + UUID.randomUUID().toString().replace("-", "");
        database.execute("CREATE USER " + name + " PASSWORD '" + PASSWORD + "' IN ROLE " + role);
        return name;
    }

    private static void execute(TestDatabase database, String user, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), user, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
