package io.candlewick.cli;

import io.candlewick.contract.Topics;
import io.candlewick.ingest.format.BarFile;
import io.candlewick.ingest.format.BarFormat;
import io.candlewick.ingest.format.LabelClock;
import io.candlewick.ingest.publish.BarPublisher;
import io.candlewick.ingest.publish.KafkaBarPublisher;
import io.candlewick.ingest.publish.PublisherConfig;
import io.candlewick.ingest.replay.BarLoad;
import io.candlewick.ingest.replay.BarLoadResult;
import io.candlewick.local.StackException;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.places.PlaceException;
import io.candlewick.streams.config.Lane;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads files of a vendor's bars. */
@Command(
        name = "load",
        description = "Load files of a vendor's own bars into bars.vendor, or bars.repair of the live lane.",
        footer = {
            "",
            "Formats: bars-csv, histdata-m1; plain, .gz or .zip.",
            "Clocks: a zone (America/New_York), an offset (-05:00), a zone put back (Europe/London-05:00), or offsets and the"
                    + " labels between them (-05:00,2019-03-31T19:00,-04:00).",
            "Example: ./candlewick load --format histdata-m1 --zone Europe/London-05:00 --symbol EUR/USD M12019.zip"
        })
final class LoadCommand implements Callable<Integer> {

    private static final int RUN_ID_LENGTH = 8;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, loaded one after the other.")
    private List<Path> files = List.of();

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "bars-csv or histdata-m1.")
    private BarFormat format = BarFormat.BARS_CSV;

    @Option(names = "--symbol", required = true, paramLabel = "SYMBOL", description = "The instrument.")
    private @Nullable Symbol symbol;

    @Option(
            names = "--timeframe",
            paramLabel = "TIMEFRAME",
            defaultValue = "1m",
            description = "Length of the bars (default: 1m).")
    private Timeframe timeframe = Timeframe.M1;

    @Option(
            names = "--zone",
            paramLabel = "CLOCK",
            description = "histdata-m1: the clock its labels were read from (default: -05:00, as the vendor says).")
    private @Nullable LabelClock zone;

    @Option(
            names = "--longest-quiet",
            paramLabel = "DURATION",
            defaultValue = "15m",
            description =
                    "How long an open market may have no bar; a longer stretch is reported as a hole, and not claimed"
                            + " to be covered (default: 15m).")
    private Duration longestQuiet = Duration.ofMinutes(15);

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
            description = "history (bars.vendor) or live (bars.repair) (default: history).")
    private Lane lane = Lane.HISTORY;

    @Option(names = "--feed", paramLabel = "NAME", description = "Who made the bars (default: the name of the format).")
    private @Nullable String feed;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "Where lines that are no bars are written (default: rejects/<first file>.rejects in the data"
                    + " directory).")
    private @Nullable Path rejects;

    @Option(
            names = "--no-wait",
            description =
                    "Return when the broker has the bars, not when what the lane makes of them is in both databases.")
    private boolean noWait;

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, PlaceException {
        Instrument instrument =
                new KnownInstruments(stack).require(tenant, java.util.Objects.requireNonNull(symbol, "--symbol"));
        List<BarFile> barFiles = files.stream()
                .map(file -> new BarFile(file, format, instrument, timeframe, Optional.ofNullable(zone)))
                .toList();
        BarLoadResult result;
        try (BarPublisher publisher = publisher()) {
            result = new BarLoad(barFiles, publisher, longestQuiet, rejectFile()).run();
        }
        print(result);
        if (!noWait) {
            new CatchUp(
                            stack.bootstrapServers(),
                            new Steps(spec.commandLine().getOut(), Boolean.getBoolean("candlewick.terminal")))
                    .awaitVendorBars(lane, topic());
        }
        return result.faults().isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private BarPublisher publisher() throws StackException {
        String runId = "load-" + UUID.randomUUID().toString().substring(0, RUN_ID_LENGTH);
        return KafkaBarPublisher.open(
                PublisherConfig.bulk(stack.bootstrapServers(), topic(), runId),
                new Places(stack).serdes(),
                feed == null ? format.text() : feed,
                Times.us(InstantSource.system().instant()));
    }

    private String topic() {
        return switch (lane) {
            case LIVE -> Topics.BARS_REPAIR.name();
            case HISTORY -> Topics.BARS_VENDOR.name();
        };
    }

    private Path rejectFile() {
        return rejects != null
                ? rejects
                : stack.data()
                        .directory()
                        .resolve("rejects")
                        .resolve(files.get(0).getFileName() + ".rejects");
    }

    private void print(BarLoadResult result) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%,d %s bars of %s into %s%n", result.bars(), timeframe, symbol, topic());
        if (result.first().isPresent() && result.last().isPresent()) {
            out.printf("  from %s to %s%n", result.first().get(), result.last().get());
        }
        if (result.duplicates() > 0) {
            out.printf(Locale.ROOT, "  %,d stood there twice, left out once%n", result.duplicates());
        }
        if (result.ambiguous() > 0) {
            out.printf(
                    Locale.ROOT,
                    "  %,d labels that the clock showed twice, told apart by the file's order%n",
                    result.ambiguous());
        }
        if (result.holes() > 0) {
            out.printf(Locale.ROOT, "  %,d holes while the market was open, not claimed as covered%n", result.holes());
            result.firstHoles().forEach(hole -> out.println("    " + hole));
        }
        result.rejected()
                .forEach((reason, count) -> out.printf(Locale.ROOT, "  rejected %,d lines: %s%n", count, reason));
        result.firstRejects().forEach(line -> out.println("    " + line));
        result.rejectFile().ifPresent(file -> out.println("  all of them in " + file));
        out.flush();
        result.faults().forEach(fault -> spec.commandLine().getErr().println("candlewick: " + fault));
        spec.commandLine().getErr().flush();
    }
}
