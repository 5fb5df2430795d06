package io.candlewick.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.bench.load.LivePace;
import io.candlewick.bench.load.Preload;
import io.candlewick.bench.load.QuoteSeries;
import io.candlewick.cli.BenchSubcommand;
import io.candlewick.contract.Topics;
import io.candlewick.local.StackException;
import io.candlewick.places.Backlog;
import io.candlewick.places.PlaceException;
import io.candlewick.streams.app.StreamsMain;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how soon a live bar can be read after the record that closes it was sent, with the history lane idle and at full speed. */
@Command(
        name = "lanes",
        description = "From the heartbeat that closes a live bar to the bar in the hands of a reader of committed data:"
                + " p50 and p99 without and with the history lane at full speed.",
        footer = {
            "",
            "Live ticks come sixty times as fast as in life, so that bars enough close. Exit code 1 when"
                    + " the p99 with history is more than twice the one without.",
            "",
            "Example: ./candlewick bench lanes --seconds 30"
        })
public final class LanesBench implements BenchSubcommand {

    /* The same in both phases: in the second the live lane goes on where the first left it. */
    private static final String APPLICATION = "bench-lanes";
    private static final int SPEED = 60;
    private static final int CHECK_FAILED = 1;
    private static final double MOST = 2;
    private static final int LEAST_BARS = 100;
    private static final int START_LIMIT_SECONDS = 120;
    private static final long STOP_LIMIT_SECONDS = 15;

    @Option(names = "--seconds", defaultValue = "30", description = "Length of each phase (default: ${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(names = "--warm-up", defaultValue = "15", description = "Seconds before it (default: ${DEFAULT-VALUE}).")
    private int warmUp = 15;

    @Option(names = "--symbols", defaultValue = "14", description = "Live symbols (default: ${DEFAULT-VALUE}).")
    private int symbols = 14;

    @Option(
            names = "--history",
            defaultValue = "30000000",
            description = "Quotes of history to replay; more than it can do in a phase (default: ${DEFAULT-VALUE}).")
    private long history = 30_000_000;

    @Option(names = "--apart", description = "Each lane in a process of its own, history with a lower priority.")
    private boolean apart;

    @Option(
            names = "--history-commit",
            paramLabel = "DURATION",
            description = "How often the history lane commits (default: as in life).")
    private @Nullable String historyCommit;

    @Option(names = "--json", description = "One JSON object instead of the table.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli and the service loader. */
    public LanesBench() {}

    @Override
    public Integer call() throws StackException, InterruptedException, PlaceException {
        if (seconds < 1 || warmUp < 0 || symbols < 1 || history < 1) {
            throw new ParameterException(spec.commandLine(), "--seconds, --symbols and --history must be at least 1");
        }
        Progress progress = new Progress(spec.commandLine().getErr());
        Load load = new Load();
        Latencies without;
        Latencies with;
        long historySpeed;
        try (BenchStack stack = BenchStack.start(Optional.empty())) {
            QuoteSeries market = new QuoteSeries(symbols, TimeUnit.SECONDS.toMicros(1));
            stack.publish(market.instruments());
            Preload past = new Preload(stack.bootstrapServers(), stack.serdes(), Lane.HISTORY.ticksTopic());
            past.write(market, history, done -> progress.say("%,d of %,d quotes of history written", done, history));
            // Later than all of history, and each phase later than the one before: no bar is said twice.
            int weeksBehind = (int) (history / symbols / TimeUnit.DAYS.toSeconds(7));
            progress.say("live lane alone");
            without = phase(stack, market, "alone", weeksBehind + 1, List.of(List.of(Lane.LIVE)));
            progress.say("live lane beside history");
            List<List<Lane>> processes = apart
                    ? List.of(List.of(Lane.LIVE), List.of(Lane.HISTORY))
                    : List.of(List.of(Lane.LIVE, Lane.HISTORY));
            try (Backlog backlog = new Backlog(stack.bootstrapServers())) {
                with = phase(stack, market, "beside", weeksBehind + 2, processes);
                long left = backlog.of(APPLICATION + "-" + Lane.HISTORY.code(), List.of(Lane.HISTORY.ticksTopic()));
                if (left == 0) {
                    throw new StackException(
                            "history was done before the phase was: give more than --history=" + history);
                }
                historySpeed = (past.records() - left) / (seconds + warmUp);
            }
            stack.succeeded();
        }
        return report(load, without, with, historySpeed);
    }

    /** Runs the application, then the live market until the phase is over. */
    private Latencies phase(BenchStack stack, QuoteSeries market, String name, int weeks, List<List<Lane>> processes)
            throws StackException, InterruptedException {
        List<Process> running = new ArrayList<>();
        LivePace pace = new LivePace(
                stack.bootstrapServers(),
                stack.serdes(),
                Lane.LIVE.ticksTopic(),
                Topics.DEFAULT_PARTITIONS,
                market.afterWeeks(weeks),
                SPEED);
        Thread sender = new Thread(pace, "live");
        try (CommittedBars bars = new CommittedBars(stack.bootstrapServers(), stack.serdes(), pace)) {
            for (List<Lane> lanes : processes) {
                running.add(start(stack, name, lanes));
            }
            sender.start();
            bars.awaitFirst(START_LIMIT_SECONDS);
            TimeUnit.SECONDS.sleep(warmUp);
            Latencies latencies = bars.during(seconds);
            if (latencies.count() < LEAST_BARS) {
                throw new StackException("only " + latencies.count() + " live bars closed in " + seconds
                        + " s: give more --warm-up, see the logs in " + stack.directory());
            }
            return latencies;
        } catch (IOException failed) {
            throw new StackException("the application cannot be started: " + failed.getMessage(), failed);
        } finally {
            pace.stop();
            for (Process process : running) {
                process.destroy();
                if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
            sender.join();
        }
    }

    private Process start(BenchStack stack, String name, List<Lane> lanes) throws IOException {
        String codes = String.join(",", lanes.stream().map(Lane::code).toList());
        Path log = stack.directory().resolve(name + "-" + codes + ".log");
        Map<String, String> environment = new LinkedHashMap<>(stack.environment());
        environment.put(StreamsAppConfig.APPLICATION_ID, APPLICATION);
        environment.put(StreamsAppConfig.LANES, codes);
        if (historyCommit != null) {
            environment.put(StreamsAppConfig.HISTORY_COMMIT_INTERVAL, historyCommit);
        }
        environment.put(
                StreamsAppConfig.STATE_DIR, stack.directory().resolve("state").toString());
        ChildJvm child = new ChildJvm(StreamsMain.class, List.of("-Xmx1g"), environment, log);
        return lanes.contains(Lane.LIVE)
                ? child.start(List.of())
                : child.lowered().start(List.of());
    }

    private int report(Load load, Latencies without, Latencies with, long historySpeed) {
        double ratio = with.percentileMs(99) / without.percentileMs(99);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode root = mapper.createObjectNode();
            root.set("machine", mapper.valueToTree(load));
            root.put("apart", apart).put("history_per_second", historySpeed).put("p99_ratio", ratio);
            without.addTo(root.putObject("without_history"));
            with.addTo(root.putObject("with_history"));
            out.println(root.toPrettyString());
        } else {
            out.printf(
                    Locale.ROOT,
                    "%n  %d live symbols, %d times as fast as in life, lanes in %s; load %.2f before%n%n",
                    symbols,
                    SPEED,
                    apart ? "a process each" : "one process",
                    load.average());
            out.printf(
                    Locale.ROOT,
                    "  %-28s %8s %10s %10s %10s%n",
                    "live bars, close to topic",
                    "bars",
                    "p50 ms",
                    "p99 ms",
                    "max ms");
            without.print("without history", out);
            with.print(String.format(Locale.ROOT, "history at %,d/s", historySpeed), out);
            out.printf(
                    Locale.ROOT,
                    "%n  p99 with history is %.2f times the one without (at most %.0f is wanted)%n",
                    ratio,
                    MOST);
        }
        out.flush();
        return ratio <= MOST ? 0 : CHECK_FAILED;
    }
}
