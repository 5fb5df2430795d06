package io.candlewick.connect.timescaledb;

import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.FailureClass;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Makes the tables of TimescaleDB or plain PostgreSQL and brings them up to date.
 *
 * <p>The columns are Flyway migrations, the same everywhere. What depends on the server and on settings, hypertables, chunk widths
 * and retention, is laid on after them each time ({@link TimescaleStorage}). Any number of tasks may do this at once: the first does
 * it, the others wait and find it done.
 */
public final class TimescaleMigrations {

    private static final String HISTORY_TABLE = "candlewick_schema_history";
    private static final String LOCATION = "classpath:db/timescaledb";
    /* Any number that no other program takes for its own advisory lock: "candle" in ASCII. */
    private static final long LOCK = 0x63616E646C65L;

    private TimescaleMigrations() {}

    /**
     * What was done.
     *
     * @param applied how many migrations were new
     * @param version the newest migration's number
     * @param storage how the tables are kept, in words
     */
    public record Report(int applied, String version, String storage) {}

    /**
     * Brings the database up to date.
     *
     * @param options where it is and how its tables are laid out
     * @return what was done
     * @throws DeliveryException if it is away, refuses, or holds migrations of another history
     */
    public static Report migrate(TimescaleOptions options) throws DeliveryException {
        try (Connection guard = TimescaleConnection.open(options);
                Statement lock = guard.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            boolean hypertables = TimescaleStorage.enable(guard);
            MigrateResult result = flyway(options).migrate();
            String storage = TimescaleStorage.apply(guard, options, hypertables);
            return new Report(result.migrationsExecuted, version(result), storage);
        } catch (SQLException failure) {
            throw TimescaleConnection.failure(options, "Cannot migrate", failure);
        } catch (FlywayException failure) {
            throw failed(options, failure);
        }
    }

    private static Flyway flyway(TimescaleOptions options) {
        return Flyway.configure(TimescaleMigrations.class.getClassLoader())
                .dataSource(TimescaleConnection.dataSource(options))
                .locations(LOCATION)
                .table(HISTORY_TABLE)
                // A schema with other people's tables in it is no reason to refuse.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }

    private static String version(MigrateResult result) {
        return result.targetSchemaVersion == null
                ? String.valueOf(result.initialSchemaVersion)
                : result.targetSchemaVersion;
    }

    private static DeliveryException failed(TimescaleOptions options, FlywayException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return TimescaleConnection.failure(options, "Cannot migrate", refused);
            }
        }
        String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
        return new DeliveryException(FailureClass.FATAL, "Cannot migrate at " + options.url() + ": " + reason, failure);
    }
}
