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
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.places.PlaceException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    @Mixin
    private IntakeOptions intake = new IntakeOptions();

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
        if (intake.waits() && !result.stopped()) {
            new CatchUp(
                            intake.stack().kafka(),
                            new Steps(spec.commandLine().getOut(), Boolean.getBoolean("candlewick.terminal")))
                    .awaitTicks(intake.lane());
        }
        return result.faults().isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    /* As fast as it goes, reading and sending share the processors and batches fill; paced, a tick waits for nothing. */
    private TickPublisher publisher() throws StackException {
        Duration linger = speed.isPaced() ? Duration.ZERO : PublisherConfig.BULK_LINGER;
        PublisherConfig config = new PublisherConfig(
                intake.stack().bootstrapServers(),
                intake.lane().ticksTopic(),
                IntakeOptions.runId("replay"),
                linger,
                intake.stack().clientSettings());
        TickPublisher publisher = KafkaTickPublisher.open(config, new Places(intake.stack()).serdes());
        return speed.isPaced() ? publisher : new PipelinedPublisher(publisher);
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
        KnownInstruments instruments = new KnownInstruments(intake.stack());
        Instrument instrument = symbol == null ? null : instruments.require(intake.tenant(), symbol);
        try {
            for (Path file : files) {
                TickFile tickFile = instrument == null
                        ? TickFile.ofManySymbols(file, format)
                        : TickFile.of(file, format, instrument);
                tickFiles.add(hour == null ? tickFile : tickFile.atHour(hour));
            }
            return new ReplayOptions(
                    tickFiles,
                    intake.tenant(),
                    Optional.ofNullable(feed),
                    speed,
                    Optional.<Duration>empty(),
                    Optional.ofNullable(from),
                    Optional.ofNullable(to),
                    intake.rejectFile(files.get(0)));
        } catch (IllegalArgumentException wrong) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private void print(ReplayResult result) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%,d ticks of %s into %s in %.1f s: %,.0f ticks/s%n",
                result.ticks(),
                result.symbols(),
                intake.lane().ticksTopic(),
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
        IntakeOptions.printRejects(result.rejected(), result.firstRejects(), result.rejectFile(), out);
        if (result.stopped()) {
            out.println("  stopped before the end");
        }
        out.flush();
        IntakeOptions.printFaults(result.faults(), spec.commandLine().getErr());
    }
}
