package io.candlewick.bench.sink;

import io.candlewick.bench.Load;
import io.candlewick.cli.BenchSubcommand;
import io.candlewick.local.StackException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast rows get from a topic into a table, in a real Connect worker. */
@Command(
        name = "sinks",
        description =
                "Rows a second and processor time a row of the sinks into TimescaleDB and ClickHouse, against Debezium's"
                        + " JDBC sink and the same rows written by hand over one connection; in turns, medians.",
        footer = {
            "",
            "It wants an idle machine: broker, worker and databases share it. The first run of each warms"
                    + " the worker up and is not counted. CANDLEWICK_TIMESCALE_URL names a TimescaleDB"
                    + " (local/scripts/prepare-timescaledb.sh); without it plain PostgreSQL stands in. With the"
                    + " defaults it takes about a quarter of an hour, --no-peers five minutes.",
            "",
            "Examples: ./candlewick bench sinks --rows 1000000 --runs 3",
            "          ./candlewick bench sinks --latency --rows 30000"
        })
public final class SinksBench implements BenchSubcommand {

    private static final int MIN_ROWS = 10_000;

    @Option(names = "--rows", defaultValue = "1000000", description = "Rows of each topic (default: ${DEFAULT-VALUE}).")
    private long rows = 1_000_000;

    @Option(names = "--runs", defaultValue = "3", description = "Counted runs of each (default: ${DEFAULT-VALUE}).")
    private int runs = 3;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "TARGET",
            description =
                    "Only these: timescale-ticks, timescale-bars, clickhouse-ticks, clickhouse-bars (default: all).")
    private List<String> only = List.of();

    @Option(names = "--no-peers", description = "Without Debezium's sink, which takes most of the time.")
    private boolean withoutPeers;

    @Option(
            names = "--latency",
            description =
                    "500 live ticks a second instead, then a live market through the live lane: from sending a tick,"
                            + " or the heartbeat that closes a bar, to seeing it in the table.")
    private boolean latency;

    @Option(
            names = "--backfill",
            paramLabel = "BARS",
            defaultValue = "0",
            description =
                    "With --latency: so many bars of a vendor come to the same topic while live ones are measured again.")
    private long backfill;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A setting of our connectors to try, e.g. batch.max.records=10000; several times for several.")
    private Map<String, String> settings = Map.of();

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description = "Write a flight recording of the worker there; costs some speed.")
    private @Nullable Path profile;

    @Option(names = "--json", description = "One JSON object instead of the table.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli and the service loader. */
    public SinksBench() {}

    @Override
    public Integer call() throws StackException, InterruptedException, ExecutionException {
        if (rows < MIN_ROWS || runs < 1) {
            throw new ParameterException(spec.commandLine(), "--rows must be at least " + MIN_ROWS + ", --runs 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        runOnAStack(out);
        out.flush();
        return 0;
    }

    private void runOnAStack(PrintWriter out) throws StackException, InterruptedException, ExecutionException {
        EnumSet<Target> targets = targets();
        boolean peers = !withoutPeers && !latency && targets.stream().anyMatch(Target::isTimescale);
        Load load = new Load();
        SinkComparison comparison = new SinkComparison(
                targets, rows, runs, peers, settings, spec.commandLine().getErr());
        if (!latency) {
            comparison.announce();
        }
        try (SinkStack stack = SinkStack.start(peers ? Optional.of(peerPlugins()) : Optional.empty())) {
            if (latency) {
                new SinkLatency(stack, rows, backfill, settings, InstantSource.system()).print(out, json);
                return;
            }
            if (profile != null) {
                stack.startRecording();
            }
            SinkReport report = new SinkReport(rows, load, stack.timescale().url());
            comparison.run(stack, report);
            if (profile != null) {
                stack.writeRecording(profile.toAbsolutePath());
            }
            if (json) {
                report.printJson(out);
            } else {
                report.printTable(out);
            }
        }
    }

    private EnumSet<Target> targets() {
        EnumSet<Target> targets = EnumSet.noneOf(Target.class);
        for (Target target : Target.values()) {
            if (only.isEmpty() || only.contains(target.text())) {
                targets.add(target);
            }
        }
        if (targets.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--only names none of the targets: " + only);
        }
        return targets;
    }

    private static Path peerPlugins() throws StackException {
        Path plugins = Path.of(System.getProperty("candlewick.home", "")).resolve("peers/target/plugins");
        if (!Files.isDirectory(plugins)) {
            throw new StackException(String.format(
                    Locale.ROOT,
                    "Debezium's sink is not in %s: build it with mvn -q -B -Pquick -pl peers package, or give --no-peers",
                    plugins.toAbsolutePath()));
        }
        return plugins;
    }
}
