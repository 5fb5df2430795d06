package io.candlewick.bench.sink;

import io.candlewick.bench.Load;
import io.candlewick.bench.Progress;
import io.candlewick.cli.BenchSubcommand;
import io.candlewick.local.StackException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast rows get from a topic into a table, in a real Connect worker. */
@Command(
        name = "sinks",
        description =
                "Rows a second and processor time a row of the sinks into TimescaleDB and ClickHouse, against the same"
                        + " rows written by hand over one connection; in turns, medians.",
        footer = {
            "",
            "It wants an idle machine: broker, worker and databases share it. The first run of each warms the worker up and",
            "is not counted. CANDLEWICK_TIMESCALE_URL names a TimescaleDB (local/scripts/prepare-timescaledb.sh); without",
            "it plain PostgreSQL stands in.",
            "",
            "Example: ./candlewick bench sinks --rows 1000000 --runs 3"
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

    @Option(names = "--latency", description = "500 live ticks a second instead: from sending to seeing them.")
    private boolean latency;

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
        EnumSet<Target> targets = targets();
        Progress progress = new Progress(spec.commandLine().getErr());
        Load load = new Load();
        progress.say("starting the stack");
        PrintWriter out = spec.commandLine().getOut();
        try (SinkStack stack = SinkStack.start(Optional.empty())) {
            if (latency) {
                new SinkLatency(stack, rows).print(out, json);
            } else {
                SinkReport report = new SinkReport(rows, load, stack.timescale().url());
                measure(stack, targets, report, progress);
                if (json) {
                    report.printJson(out);
                } else {
                    report.printTable(out);
                }
            }
        }
        out.flush();
        return 0;
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

    private void measure(SinkStack stack, EnumSet<Target> targets, SinkReport report, Progress progress)
            throws StackException, InterruptedException, ExecutionException {
        SinkLoad topics = new SinkLoad(stack.bootstrapServers(), stack.serdes());
        topics.createTopic(Target.TIMESCALE_TICKS.topic());
        topics.createTopic(Target.TIMESCALE_BARS.topic());
        progress.say("writing %,d ticks and bars", rows);
        topics.writeTicks(Target.TIMESCALE_TICKS.topic(), rows);
        topics.writeBars(Target.TIMESCALE_BARS.topic(), rows);
        for (Target target : targets) {
            try (SinkSide side = side(stack, target)) {
                SinkRun run = new SinkRun(stack, side);
                for (int number = 0; number <= runs; number++) {
                    progress.say("%s: run %d of %d", target.text(), number, runs);
                    SinkRun.Result ours = run.measure(
                            SinkReport.OURS,
                            target,
                            target.table(),
                            SinkConnectors.ours(target, Integer.toString(number)),
                            rows);
                    side.keep(target.table());
                    List<SinkRun.Result> round = new ArrayList<>(List.of(ours));
                    round.add(floor(side, target, false));
                    if (target.isTimescale()) {
                        round.add(floor(side, target, true));
                    }
                    if (number > 0) {
                        round.forEach(report::add);
                    }
                    say(progress, round);
                }
            }
        }
    }

    private static SinkRun.Result floor(SinkSide side, Target target, boolean upsert) throws StackException {
        side.truncate(target.table());
        return new SinkRun.Result(
                upsert ? SinkReport.FLOOR_UPSERT : SinkReport.FLOOR,
                target,
                side.floor(target.table(), upsert),
                Double.NaN);
    }

    private static void say(Progress progress, List<SinkRun.Result> round) {
        for (SinkRun.Result result : round) {
            progress.say(
                    "%s %s: %s rows/s, %s us",
                    result.target().text(),
                    result.variant(),
                    String.format(Locale.ROOT, "%,.0f", result.rowsPerSecond()),
                    String.format(Locale.ROOT, "%.2f", result.workerMicros()));
        }
    }

    private static SinkSide side(SinkStack stack, Target target) throws StackException {
        return target.isTimescale()
                ? new TimescaleSide(stack.timescale())
                : new ClickHouseSide(stack.addresses().clickhouseUrl().orElseThrow());
    }
}
