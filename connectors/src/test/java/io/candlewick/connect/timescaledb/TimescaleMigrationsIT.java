package io.candlewick.connect.timescaledb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.FailureClass;
import io.candlewick.connect.sink.Retention;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimescaleMigrationsIT {

    private static final String SERVERS = "io.candlewick.connect.timescaledb.TestDatabase#servers";

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldMakeTheTablesOnceHoweverManyTasksAsk(String server) throws Exception {
        try (TestDatabase database = TestDatabase.on(server)) {
            Callable<TimescaleMigrations.Report> migration = () -> TimescaleMigrations.migrate(database.options());
            ExecutorService tasks = Executors.newFixedThreadPool(2);

            Future<TimescaleMigrations.Report> one = tasks.submit(migration);
            Future<TimescaleMigrations.Report> other = tasks.submit(migration);
            int migrations = Integer.parseInt(one.get().version());

            assertThat(one.get().applied() + other.get().applied()).isEqualTo(migrations);
            assertThat(one.get().storage()).startsWith(database.hasTimescale() ? "hypertables" : "plain tables");
            tasks.shutdown();
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldTakeOverChunkWidthsFromTheOptionsAndCompressWhereTheLicenceLetsIt(String server) throws Exception {
        try (TestDatabase database = TestDatabase.on(server)) {
            TimescaleMigrations.migrate(database.options());
            TimescaleOptions defaults = database.options();
            TimescaleOptions hourly = new TimescaleOptions(
                    defaults.url(),
                    defaults.user(),
                    defaults.password(),
                    defaults.connectTimeout(),
                    defaults.statementTimeout(),
                    Retention.FOR_EVER,
                    Duration.ofHours(1),
                    Duration.ofDays(7),
                    false,
                    Optional.of(Duration.ofDays(2)));

            TimescaleMigrations.Report report = TimescaleMigrations.migrate(hourly);

            assertThat(report.applied()).isZero();
            if (database.hasTimescale()) {
                assertThat(database.query("SELECT hypertable_name, time_interval FROM"
                                + " timescaledb_information.dimensions ORDER BY hypertable_name"))
                        .containsExactly("market_candles|7 days", "market_indicators|7 days", "market_ticks|01:00:00");
                assertThat(report.storage())
                        .endsWith(
                                database.query("SELECT current_setting('timescaledb.license')")
                                                .contains("timescale")
                                        ? "compressed after 48 h)"
                                        : "licence apache, no compression)");
            }
        }
    }

    @Test
    void shouldSayThatTheDatabaseIsAway() {
        TimescaleOptions nowhere = TimescaleOptions.of("jdbc:postgresql://127.0.0.1:1/none", "nobody", "");

        assertThatThrownBy(() -> TimescaleMigrations.migrate(nowhere))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        away -> assertThat(away.failureClass()).isEqualTo(FailureClass.RETRYABLE))
                .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/none");
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void shouldShowASessionTheRowsOfItsTenantOnlyWhereAskedTo(String server) throws Exception {
        try (TestDatabase database = TestDatabase.on(server)) {
            TimescaleOptions open = database.options();
            TimescaleOptions apart = new TimescaleOptions(
                    open.url(),
                    open.user(),
                    open.password(),
                    open.connectTimeout(),
                    open.statementTimeout(),
                    Retention.FOR_EVER,
                    Duration.ofDays(1),
                    Duration.ofDays(7),
                    true,
                    Optional.empty());
            String reader = "reader_" + database.name().substring("candlewick_".length());
            TimescaleMigrations.migrate(apart);
            database.execute("INSERT INTO market_indicators (tenant, symbol, timeframe, start_time, end_time, status,"
                    + " revision, version, bars_seen) SELECT tenant, 'A/B', '1m', now(), now(), 'FINAL', 0, 1, 1 FROM"
                    + " unnest(ARRAY['one', 'other']) AS tenant");
            database.execute("CREATE ROLE " + reader + "; GRANT SELECT ON market_indicators TO " + reader);

            try {
                assertThat(database.query("SELECT tenant FROM market_indicators ORDER BY tenant"))
                        .containsExactly("one", "other");
                assertThat(seenBy(database, reader, "one")).containsExactly("one");
                assertThat(seenBy(database, reader, "nobody")).isEmpty();

                TimescaleMigrations.migrate(open);
                assertThat(seenBy(database, reader, "one")).containsExactly("one", "other");
            } finally {
                database.execute("DROP OWNED BY " + reader + "; DROP ROLE " + reader);
            }
        }
    }

    private static List<String> seenBy(TestDatabase database, String role, String tenant) throws SQLException {
        List<String> tenants = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + role);
            statement.execute("SET candlewick.tenant = '" + tenant + "'");
            try (ResultSet result = statement.executeQuery("SELECT tenant FROM market_indicators ORDER BY tenant")) {
                while (result.next()) {
                    tenants.add(result.getString(1));
                }
            }
        }
        return tenants;
    }
}
