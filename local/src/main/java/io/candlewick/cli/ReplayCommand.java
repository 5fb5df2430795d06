package io.candlewick.cli;

import io.candlewick.ingest.format.FileFormat;
import io.candlewick.ingest.format.SourceFaultException;
import io.candlewick.ingest.format.TickFile;
import io.candlewick.ingest.publish.KafkaTickPublisher;
import io.candlewick.ingest.publish.PipelinedPublisher;
import io.candlewick.ingest.publish.PublisherConfig;
import io.candlewick.ingest.publish.TickPublisher;
import io.candlewick.ingest.replay.Replay;
import io.candlewick.ingest.replay.ReplayOptions;
import io.candlewick.ingest.replay.ReplayResult;
import io.candlewick.ingest.replay.ReplaySpeed;
import io.candlewick.ingest.replay.WallClock;
import io.candlewick.local.StackException;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.places.PlaceException;
import io.candlewick.streams.config.Lane;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays tick files into a lane. */
@Command(
        name = "replay",
        description = "Play files of ticks into the history or live lane, in event-time order.",
        footer = {
            "",
            "Formats: quotes-csv, trades-csv, histdata, truefx, dukascopy (bi5), binance; plain, .gz or .zip.",
            "Lines that are no ticks are counted, shown with file and line, and written to a reject file; the rest goes"
                    + " on. Exit code 1 if a file could not be read to its end.",
            "Example: ./candlewick replay --format quotes-csv --symbol EUR/USD eurusd.csv.gz"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final int RUN_ID_LENGTH = 8;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files; several are merged by event time.")
    private List<Path> files = List.of();

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "quotes-csv, trades-csv, histdata, truefx, dukascopy or binance.")
    private FileFormat format = FileFormat.QUOTES_CSV;

    @Option(names = "--symbol", paramLabel = "SYMBOL", description = "The instrument; only truefx files name theirs.")
    private @Nullable Symbol symbol;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            defaultValue = "${env:CANDLEWICK_TENANT:-" + BarKey.SYSTEM_TENANT + "}",
            description = "Whose data it becomes (default: ${DEFAULT-VALUE}).")
    private String tenant = BarKey.SYSTEM_TENANT;

    @Option(
            names = "--lane",
            paramLabel = "LANE",
            defaultValue = "history",
            description = "history or live (default: history).")
    private Lane lane = Lane.HISTORY;

    @Option(
            names = "--speed",
            paramLabel = "SPEED",
            defaultValue = "max",
            description = "max, 1x, or any factor such as 60x (default: max).")
    private ReplaySpeed speed = ReplaySpeed.MAX;

    @Option(
            names = "--feed",
            paramLabel = "NAME",
            description = "Name of the feed (default: one that is the same for the same files).")
    private @Nullable String feed;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "From when on the files hold everything; earlier ticks are left out (default: the first tick's"
                            + " minute).")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Up to when the files hold everything; later ticks are left out (default: the end of the last"
                    + " tick's minute).")
    private @Nullable Instant to;

    @Option(
            names = "--hour",
            paramLabel = "TIME",
            description = "dukascopy: the hour the file's times count from, if its path does not show it.")
    private @Nullable Instant hour;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "Where lines that are no ticks are written (default: rejects/<first file>.rejects in the data"
                    + " directory).")
    private @Nullable Path rejects;

    @Option(
            names = "--no-wait",
            description = "Return when the broker has the ticks, not when the bars are in both databases.")
    private boolean noWait;

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, SourceFaultException, PlaceException {
        ReplayOptions options = options();
        PrintWriter err = spec.commandLine().getErr();
        ReplayResult result;
        try (TickPublisher publisher = publisher();
                ReplayBar bar = new ReplayBar(err)) {
            Replay replay = new Replay(options, publisher, WallClock.of(InstantSource.system()), bar::show);
            result = runUntilStopped(replay);
        }
        print(result);
        if (!noWait && !result.stopped()) {
            new CatchUp(
                            stack.bootstrapServers(),
                            new Steps(spec.commandLine().getOut(), Boolean.getBoolean("candlewick.terminal")))
                    .awaitTicks(lane);
        }
        return result.faults().isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    /* As fast as it goes, reading and sending share the processors and batches fill; paced, a tick waits for nothing. */
    private TickPublisher publisher() throws StackException {
        Duration linger = speed.isPaced() ? Duration.ZERO : PublisherConfig.BULK_LINGER;
        PublisherConfig config =
                new PublisherConfig(stack.bootstrapServers(), lane.ticksTopic(), runId(), linger, Map.of());
        TickPublisher publisher = KafkaTickPublisher.open(config, new Places(stack).serdes());
        return speed.isPaced() ? publisher : new PipelinedPublisher(publisher);
    }

    /* Short, because every record carries it. */
    private static String runId() {
        return "replay-" + UUID.randomUUID().toString().substring(0, RUN_ID_LENGTH);
    }

    /* Ctrl-C asks the replay to end, and the process waits until it has said so to the topic. */
    private static ReplayResult runUntilStopped(Replay replay) throws SourceFaultException {
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    replay.stop();
                    try {
                        if (!done.await(8, java.util.concurrent.TimeUnit.SECONDS)) {
                            System.err.println("candlewick: the replay did not end in time; its last bars stay open");
                        }
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop-replay");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            ReplayResult result = replay.run();
            if (!result.stopped()) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
            return result;
        } finally {
            done.countDown();
        }
    }

    private ReplayOptions options() throws StackException {
        List<TickFile> tickFiles = new ArrayList<>();
        KnownInstruments instruments = new KnownInstruments(stack);
        Instrument instrument = symbol == null ? null : instruments.require(tenant, symbol);
        try {
            for (Path file : files) {
                TickFile tickFile = instrument == null
                        ? TickFile.ofManySymbols(file, format)
                        : TickFile.of(file, format, instrument);
                tickFiles.add(hour == null ? tickFile : tickFile.atHour(hour));
            }
            return new ReplayOptions(
                    tickFiles,
                    tenant,
                    Optional.ofNullable(feed),
                    speed,
                    Optional.<Duration>empty(),
                    Optional.ofNullable(from),
                    Optional.ofNullable(to),
                    rejectFile());
        } catch (IllegalArgumentException wrong) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private Path rejectFile() {
        if (rejects != null) {
            return rejects;
        }
        return stack.data().directory().resolve("rejects").resolve(files.get(0).getFileName() + ".rejects");
    }

    private void print(ReplayResult result) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%,d ticks of %s into %s in %.1f s: %,.0f ticks/s%n",
                result.ticks(),
                result.symbols(),
                lane.ticksTopic(),
                result.elapsed().toMillis() / 1000.0,
                result.ticksPerSecond());
        if (result.first().isPresent() && result.last().isPresent()) {
            out.printf(
                    "  from %s to %s, feed %s%n",
                    result.first().get(), result.last().get(), result.feed());
        }
        if (result.outOfOrder() > 0) {
            out.printf(Locale.ROOT, "  %,d out of order%n", result.outOfOrder());
        }
        if (result.outsideRange() + result.otherSymbols() > 0) {
            out.printf(
                    Locale.ROOT,
                    "  left out: %,d outside --from and --to, %,d of other symbols%n",
                    result.outsideRange(),
                    result.otherSymbols());
        }
        result.rejected()
                .forEach((reason, count) -> out.printf(Locale.ROOT, "  rejected %,d lines: %s%n", count, reason));
        result.firstRejects().forEach(line -> out.println("    " + line));
        result.rejectFile().ifPresent(file -> out.println("  all of them in " + file));
        if (result.stopped()) {
            out.println("  stopped before the end");
        }
        out.flush();
        result.faults().forEach(fault -> spec.commandLine().getErr().println("candlewick: " + fault));
        spec.commandLine().getErr().flush();
    }
}
