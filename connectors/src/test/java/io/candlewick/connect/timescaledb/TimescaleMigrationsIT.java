package io.candlewick.connect.timescaledb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.FailureClass;
import io.candlewick.connect.sink.Retention;
import java.time.Duration;
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
    void shouldTakeOverChunkWidthsFromTheOptions(String server) throws Exception {
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
                    Duration.ofDays(7));

            TimescaleMigrations.Report report = TimescaleMigrations.migrate(hourly);

            assertThat(report.applied()).isZero();
            if (database.hasTimescale()) {
                assertThat(database.query("SELECT hypertable_name, time_interval FROM"
                                + " timescaledb_information.dimensions ORDER BY hypertable_name"))
                        .containsExactly("market_candles|7 days", "market_ticks|01:00:00");
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
}
