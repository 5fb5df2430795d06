package io.candlewick.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.bench.load.LivePace;
import io.candlewick.bench.load.QuoteSeries;
import io.candlewick.cli.BenchSubcommand;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.local.StackException;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures years of history on their way from a vendor into both databases, and what they do to live bars. */
@Command(
        name = "backfill",
        description = "Years of one-minute bars from a simulated vendor's REST calls to verified rows in ClickHouse,"
                + " beside a live market: bars a second, and live latency without and with it.",
        footer = {
            "",
            "Everything runs: simulator, downloader, both lanes, worker, both databases."
                    + " Exit code 1 when a part failed, a verified chunk was downloaded again, or the live p99 with"
                    + " history is more than twice the one without.",
            "",
            "Example: ./candlewick bench backfill --symbols 14 --years 10 --kill"
        })
public final class BackfillBench implements BenchSubcommand {

    private static final int CHECK_FAILED = 1;
    private static final double MOST = 2;
    private static final int START_LIMIT_SECONDS = 120;
    private static final int DAYS_A_YEAR = 365;

    @Option(
            names = "--symbols",
            defaultValue = "14",
            description = "Symbols with a history (default: ${DEFAULT-VALUE}).")
    private int symbols = 14;

    @Option(names = "--years", defaultValue = "1", description = "Years of it (default: ${DEFAULT-VALUE}).")
    private double years = 1;

    @Option(
            names = "--live-symbols",
            defaultValue = "14",
            description = "Symbols of the live market (default: ${DEFAULT-VALUE}).")
    private int liveSymbols = 14;

    @Option(
            names = "--speed",
            defaultValue = "10",
            description = "How much faster than in life the live market goes, so that bars enough close (default:"
                    + " ${DEFAULT-VALUE}).")
    private int speed = 10;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "Length of the phase without history (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description =
                    "Seconds before it, and seconds of history that do not count for the live bars: the code it runs is compiled"
                            + " then (default: ${DEFAULT-VALUE}).")
    private int warmUp = 30;

    @Option(names = "--kill", description = "SIGKILL the downloader when a third is verified, and start it again.")
    private boolean kill;

    @Option(
            names = "--hot",
            defaultValue = "90d",
            description = "How long TimescaleDB keeps bars, or off: what is older is left to ClickHouse (default:"
                    + " ${DEFAULT-VALUE}).")
    private String hot = "90d";

    @Option(
            names = "--indicators",
            defaultValue = "default",
            paramLabel = "LIST",
            description = "Indicators that history gets, as in CANDLEWICK_INDICATORS; none: bars alone (default:"
                    + " ${DEFAULT-VALUE}).")
    private String indicators = "default";

    @Option(names = "--json", description = "One JSON object instead of the table.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli and the service loader. */
    public BackfillBench() {}

    @Override
    public Integer call() throws StackException, InterruptedException {
        if (symbols < 1 || years <= 0 || liveSymbols < 1 || speed < 1 || seconds < 1 || warmUp < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--symbols, --years, --live-symbols, --speed and --seconds must be positive");
        }
        List<Instrument> known = traded();
        Progress progress = new Progress(spec.commandLine().getErr());
        Load load = new Load();
        progress.say("starting the whole stack");
        try (BenchStack stack = BenchStack.startWithoutLanes(Optional.empty());
                LaneProcess liveLane = LaneProcess.start(stack, Lane.LIVE, Map.of());
                LaneProcess historyLane =
                        LaneProcess.start(stack, Lane.HISTORY, Map.of(StreamsAppConfig.INDICATORS, indicators))) {
            QuoteSeries market = new QuoteSeries(liveSymbols, 1_000_000);
            stack.keepBars("timescaledb", hot);
            stack.boundTopics(List.of(Topics.BARS_VENDOR, Topics.BARS, Topics.INDICATORS));
            stack.publish(
                    Stream.concat(market.instruments().stream(), known.stream()).toList());
            LivePace pace = new LivePace(
                    stack.bootstrapServers(),
                    stack.serdes(),
                    Lane.LIVE.ticksTopic(),
                    Topics.DEFAULT_PARTITIONS,
                    market,
                    speed);
            Thread live = new Thread(pace, "live");
            live.setDaemon(true);
            try (CommittedBars bars = new CommittedBars(stack.bootstrapServers(), stack.serdes(), pace)) {
                live.start();
                bars.awaitFirst(START_LIMIT_SECONDS);
                progress.say("live market alone");
                TimeUnit.SECONDS.sleep(warmUp);
                Latencies without = bars.during(seconds);
                Latencies with = new Latencies();
                HistoryRun.Outcome history = beside(stack, List.of(liveLane, historyLane), known, progress, bars, with);
                stack.succeeded();
                return report(load, without, with, history);
            } finally {
                pace.stop();
                live.join();
            }
        } catch (IOException failed) {
            throw new StackException("a process for the measurement cannot be run: " + failed.getMessage(), failed);
        }
    }

    private HistoryRun.Outcome beside(
            BenchStack stack,
            List<LaneProcess> lanes,
            List<Instrument> known,
            Progress progress,
            CommittedBars bars,
            Latencies with)
            throws StackException, InterruptedException, IOException {
        Duration span = Duration.ofDays((long) (years * DAYS_A_YEAR));
        try (HistoryRun history = HistoryRun.start(
                stack, lanes, known, span, InstantSource.system().instant())) {
            boolean killed = !kill;
            long warmNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUp);
            while (!history.isDone()) {
                TimeUnit.SECONDS.sleep(1);
                Latencies since = bars.take();
                if (System.nanoTime() > warmNanos) {
                    with.addAll(since);
                }
                progress.say("%s; live bars' p99 %.0f ms", history.said(), with.percentileMs(99));
                if (!killed && history.verifiedShare() > 1.0 / 3) {
                    killed = true;
                    history.killAndStartAgain();
                }
            }
            return history.outcome();
        }
    }

    private List<Instrument> traded() {
        List<Instrument> bundled = Instruments.bundled(BarKey.SYSTEM_TENANT).stream()
                .filter(instrument -> instrument.sources().containsKey("polygon"))
                .limit(symbols)
                .toList();
        if (bundled.size() < symbols) {
            throw new ParameterException(
                    spec.commandLine(), "--symbols=" + symbols + ": the simulated vendor has " + bundled.size());
        }
        return bundled;
    }

    private int report(Load load, Latencies without, Latencies with, HistoryRun.Outcome history) {
        double ratio = with.percentileMs(99) / without.percentileMs(99);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode root = mapper.createObjectNode();
            root.set("machine", mapper.valueToTree(load));
            root.set("history", mapper.valueToTree(history));
            root.put("p99_ratio", ratio);
            without.addTo(root.putObject("without_history"));
            with.addTo(root.putObject("with_history"));
            out.println(root.toPrettyString());
        } else {
            table(out, load, history);
            out.printf(
                    Locale.ROOT,
                    "%n  %-28s %8s %10s %10s %10s%n",
                    "live bars, close to topic",
                    "bars",
                    "p50 ms",
                    "p99 ms",
                    "max ms");
            without.print("without history", out);
            with.print("beside history", out);
            out.printf(
                    Locale.ROOT,
                    "%n  p99 with history is %.2f times the one without (at most %.0f is wanted)%n",
                    ratio,
                    MOST);
        }
        out.flush();
        return ratio <= MOST && history.isRight() ? 0 : CHECK_FAILED;
    }

    private void table(PrintWriter out, Load load, HistoryRun.Outcome history) {
        out.printf(
                Locale.ROOT,
                "%n  %d symbols, %.1f years of minutes, indicators %s, TimescaleDB keeps %s; live %d symbols, %d times as fast as in life; load %.2f before%n%n",
                symbols,
                years,
                indicators,
                hot,
                liveSymbols,
                speed,
                load.average());
        out.printf(
                Locale.ROOT,
                "  %,d bars downloaded, published and verified in %.1f s: %,.0f a second%n",
                history.verifiedBars(),
                history.seconds(),
                history.verifiedBars() / history.seconds());
        out.printf(
                Locale.ROOT,
                "  rows in ClickHouse then: %,d of bars in all timeframes, %,d of their indicators: %,.0f a second%n",
                history.bars(),
                history.indicators(),
                (history.bars() + history.indicators()) / history.seconds());
        out.printf(Locale.ROOT, "  TimescaleDB's sink had read all of it after %.1f s%n", history.storedSeconds());
        double all = history.microsABar().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        out.printf(Locale.ROOT, "%n  %-28s %8s %10s %16s%n", "processor time of", "us a bar", "share", "alone, bars/s");
        for (Map.Entry<String, Double> process : history.microsABar().entrySet()) {
            double micros = process.getValue();
            out.printf(
                    Locale.ROOT,
                    "  %-28s %8.1f %9.0f%% %,16.0f%n",
                    process.getKey(),
                    micros,
                    100 * micros / all,
                    micros > 0 ? 1e6 / micros : 0);
        }
        out.printf(Locale.ROOT, "  %-28s %8.1f %10s %,16.0f%n%n", "all", all, "", load.processors() * 1e6 / all);
        if (kill) {
            out.printf(
                    Locale.ROOT,
                    "  killed with %d chunks verified; %d of them were touched again%n",
                    history.verifiedAtKill(),
                    history.touchedAgain());
        }
        history.failures().forEach(failure -> out.println("  failed: " + failure));
    }
}
