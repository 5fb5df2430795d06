package io.candlewick.cli;

import static java.util.Objects.requireNonNull;

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
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.places.PlaceException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
            "Clocks: a zone (America/New_York), an offset (-05:00), a zone put back (Europe/London-05:00), or offsets"
                    + " and the labels between them (-05:00,2019-03-31T19:00,-04:00).",
            "Example: ./candlewick load --format histdata-m1 --zone Europe/London-05:00 --symbol EUR/USD M12019.zip"
        })
final class LoadCommand implements Callable<Integer> {

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

    @Option(names = "--feed", paramLabel = "NAME", description = "Who made the bars (default: the name of the format).")
    private @Nullable String feed;

    @Mixin
    private IntakeOptions intake = new IntakeOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, PlaceException {
        Instrument instrument =
                new KnownInstruments(intake.stack()).require(intake.tenant(), requireNonNull(symbol, "--symbol"));
        List<BarFile> barFiles = files.stream()
                .map(file -> new BarFile(file, format, instrument, timeframe, Optional.ofNullable(zone)))
                .toList();
        BarLoadResult result;
        try (BarPublisher publisher = publisher()) {
            result = new BarLoad(barFiles, publisher, longestQuiet, intake.rejectFile(files.get(0))).run();
        }
        print(result);
        if (intake.waits()) {
            new CatchUp(
                            intake.stack().kafka(),
                            new Steps(spec.commandLine().getOut(), Boolean.getBoolean("candlewick.terminal")))
                    .awaitVendorBars(intake.lane(), topic());
        }
        return result.faults().isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private BarPublisher publisher() throws StackException {
        return KafkaBarPublisher.open(
                PublisherConfig.bulk(intake.stack().kafka(), topic(), IntakeOptions.runId("load")),
                new Places(intake.stack()).serdes(),
                feed == null ? format.text() : feed,
                Times.us(InstantSource.system().instant()));
    }

    private String topic() {
        return switch (intake.lane()) {
            case LIVE -> Topics.BARS_REPAIR.name();
            case HISTORY -> Topics.BARS_VENDOR.name();
        };
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
        IntakeOptions.printRejects(result.rejected(), result.firstRejects(), result.rejectFile(), out);
        out.flush();
        IntakeOptions.printFaults(result.faults(), spec.commandLine().getErr());
    }
}
