package io.candlewick.bench.sink;

import io.candlewick.bench.Progress;
import io.candlewick.local.Service;
import io.candlewick.local.StackException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Ours, by hand, and Debezium's, in turns on the same topic; the first turn of each target is not counted. */
final class SinkComparison {

    /* Seconds a row, slower than seen, for the announcement. */
    private static final double TIMESCALE_SECONDS = 35e-6;
    private static final double PEERS_SECONDS = 65e-6;
    private static final double CLICKHOUSE_SECONDS = 20e-6;
    private static final double START_SECONDS = 60;

    private final Set<Target> targets;
    private final long rows;
    private final int runs;
    private final boolean peers;
    private final Map<String, String> settings;
    private final PrintWriter err;
    private final Progress progress;

    SinkComparison(
            Set<Target> targets, long rows, int runs, boolean peers, Map<String, String> settings, PrintWriter err) {
        this.targets = targets;
        this.rows = rows;
        this.runs = runs;
        this.peers = peers;
        this.settings = Map.copyOf(settings);
        this.err = err;
        this.progress = new Progress(err);
    }

    /** Says what comes and how long it may take. */
    void announce() {
        double seconds = START_SECONDS;
        for (Target target : targets) {
            double row = target.isTimescale() ? TIMESCALE_SECONDS + (peers ? PEERS_SECONDS : 0) : CLICKHOUSE_SECONDS;
            seconds += (runs + 1) * rows * row;
        }
        line(
                "%,d rows, %d + 1 runs each of %s: about %.0f minutes on an idle machine",
                rows, runs, targets.stream().map(Target::text).toList(), Math.ceil(seconds / 60));
        line("starting broker, registry, worker and databases");
    }

    void run(SinkStack stack, SinkReport report) throws StackException, InterruptedException, ExecutionException {
        SinkLoad topics = new SinkLoad(stack.bootstrapServers(), stack.serdes());
        topics.createTopic(Target.TIMESCALE_TICKS.topic());
        topics.createTopic(Target.TIMESCALE_BARS.topic());
        line("writing %,d ticks and as many bars to their topics", rows);
        topics.writeTicks(Target.TIMESCALE_TICKS.topic(), rows);
        topics.writeBars(Target.TIMESCALE_BARS.topic(), rows);
        for (Target target : targets) {
            try (SinkSide side = side(stack, target)) {
                SinkRun run = new SinkRun(stack, side, rows);
                for (int turn = 0; turn <= runs; turn++) {
                    List<SinkRun.Result> results = turn(run, side, target, turn);
                    if (turn > 0) {
                        results.forEach(report::add);
                    }
                }
            }
        }
    }

    private List<SinkRun.Result> turn(SinkRun run, SinkSide side, Target target, int turn)
            throws StackException, InterruptedException {
        String number = Integer.toString(turn);
        List<SinkRun.Result> results = new ArrayList<>();
        progress.say("%s: turn %d of %d", target.text(), turn, runs);
        results.add(said(
                turn,
                run.measure(SinkReport.OURS, target, target.table(), SinkConnectors.ours(target, number, settings))));
        if (turn == 0) {
            side.keep(target.table());
        }
        results.add(said(
                turn, run.alone(SinkReport.CONNECT_ALONE, target, SinkConnectors.nothing(target, number, settings))));
        results.add(said(turn, run.floor(SinkReport.FLOOR, target, false)));
        if (target.isTimescale()) {
            results.add(said(turn, run.floor(SinkReport.FLOOR_UPSERT, target, true)));
        }
        if (peers && target.isTimescale()) {
            for (boolean upsert : new boolean[] {false, true}) {
                results.add(said(
                        turn,
                        run.measure(
                                upsert ? SinkReport.DEBEZIUM_UPSERT : SinkReport.DEBEZIUM,
                                target,
                                "debezium_" + target.kind(),
                                SinkConnectors.debezium(target, upsert, number + (upsert ? "-upsert" : "-insert")))));
            }
        }
        return results;
    }

    private SinkRun.Result said(int turn, SinkRun.Result result) {
        line(
                "%s, turn %d%s, %s: %,.0f rows/s, worker %.2f us, database %.2f us a row, load %.1f",
                result.target().text(),
                turn,
                turn == 0 ? " (not counted)" : "",
                result.variant(),
                result.rowsPerSecond(),
                result.workerMicros(),
                result.databaseMicros(),
                result.load());
        return result;
    }

    /** A line that stays, unlike progress. */
    @SuppressWarnings("AnnotateFormatMethod") // That annotation is no dependency of ours.
    private void line(String format, Object... values) {
        err.println((Boolean.getBoolean("candlewick.terminal") ? "\r\033[K" : "") + "  "
                + String.format(Locale.ROOT, format, values));
        err.flush();
    }

    private SinkSide side(SinkStack stack, Target target) throws StackException {
        if (!target.isTimescale()) {
            return new ClickHouseSide(
                    stack.addresses().clickhouseUrl().orElseThrow(),
                    stack.process(Service.CLICKHOUSE).pid());
        }
        TimescaleSide side = new TimescaleSide(stack.timescale());
        if (peers) {
            side.makePeerTables();
        }
        return side;
    }
}
