package io.candlewick.cli;

import io.candlewick.connect.clickhouse.ClickHouseMigrations;
import io.candlewick.connect.clickhouse.ClickHouseOptions;
import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.timescaledb.TimescaleMigrations;
import io.candlewick.connect.timescaledb.TimescaleOptions;
import io.candlewick.local.StackException;
import io.candlewick.local.TimescaleServer;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the tables and brings them up to date, for those who do not let connectors do it ({@code auto.migrate=false}). */
@Command(
        name = "migrate",
        description = "Make the tables of TimescaleDB and ClickHouse, or bring them up to date.",
        footer = {
            "",
            "The connectors do the same when they start unless auto.migrate is false. Retention is the connectors'"
                    + " setting and stays as it is; users and passwords come from CANDLEWICK_TIMESCALE_* and CANDLEWICK_CLICKHOUSE_*.",
            "",
            "Example: ./candlewick migrate --only timescale"
        })
final class MigrateCommand implements Callable<Integer> {

    /** The databases there are. */
    enum Database {
        /** TimescaleDB or PostgreSQL. */
        TIMESCALE,
        /** ClickHouse. */
        CLICKHOUSE
    }

    @Option(names = "--only", paramLabel = "DATABASE", description = "timescale or clickhouse (default: both).")
    private Database[] only = Database.values();

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException {
        try {
            for (Database database : only) {
                switch (database) {
                    case TIMESCALE -> timescale();
                    case CLICKHOUSE -> clickhouse();
                }
            }
            return ExitCode.OK;
        } catch (DeliveryException refused) {
            throw new StackException(String.valueOf(refused.getMessage()), refused);
        } catch (IllegalArgumentException noName) {
            throw new StackException("CANDLEWICK_CLICKHOUSE_DATABASE " + noName.getMessage(), noName);
        }
    }

    private void timescale() throws StackException, DeliveryException {
        TimescaleServer server = stack.timescale();
        TimescaleMigrations.Report report =
                TimescaleMigrations.migrate(TimescaleOptions.of(server.url(), server.user(), server.password()));
        say("timescale   version " + report.version() + ", " + report.applied() + " new; " + report.storage());
    }

    private void clickhouse() throws StackException, DeliveryException {
        Map<String, String> environment = System.getenv();
        ClickHouseMigrations.Report report = ClickHouseMigrations.migrateTables(ClickHouseOptions.of(
                stack.clickhouseUrl(),
                environment.getOrDefault("CANDLEWICK_CLICKHOUSE_USER", "default"),
                environment.getOrDefault("CANDLEWICK_CLICKHOUSE_PASSWORD", ""),
                environment.getOrDefault("CANDLEWICK_CLICKHOUSE_DATABASE", "default")));
        say("clickhouse  version " + report.version() + ", " + report.applied() + " new");
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("  " + line);
        out.flush();
    }
}
