package io.candlewick.chaos;

import io.candlewick.cli.ModuleCommand;
import io.candlewick.local.StackException;
import io.candlewick.streams.config.Lane;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets a market flow for long and tells whether any process holds more and more. */
@Command(
        name = "soak",
        description =
                "Run a stack of its own for long, live ticks with backfills beside them, and look at heap, memory, file"
                        + " handles and threads of every JVM. Exit code 1 when something grows beyond its bound.",
        footer = {
            "",
            "The first quarter, at most five minutes, warms up. Then the medians of the first and last"
                    + " third of the samples are compared; more may be: heap 15 % or 32 MiB, resident 15 % or 64 MiB,"
                    + " handles 20 % or 50, threads 10 % or 10.",
            "",
            "Example: ./candlewick soak --minutes 60 --rate 5000"
        })
public final class SoakCommand implements ModuleCommand {

    private static final int LEAST_MINUTES = 2;

    @Option(names = "--minutes", defaultValue = "60", description = "How long (default: ${DEFAULT-VALUE}).")
    private int minutes = 60;

    @Option(names = "--rate", defaultValue = "5000", description = "Live ticks a second (default: ${DEFAULT-VALUE}).")
    private int rate = 5_000;

    @Option(names = "--symbols", defaultValue = "500", description = "Symbols (default: ${DEFAULT-VALUE}).")
    private int symbols = 500;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "Seconds of event time a second (default: ${DEFAULT-VALUE}).")
    private int speed = 1;

    @Option(names = "--brokers", defaultValue = "1", description = "1 or 3 brokers (default: ${DEFAULT-VALUE}).")
    private int brokers = 1;

    @Option(
            names = "--instances",
            defaultValue = "1",
            description = "Instances of the streams application, both lanes (default: ${DEFAULT-VALUE}).")
    private int instances = 1;

    @Option(names = "--seed", defaultValue = "1", description = "What the market is drawn from.")
    private long seed = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli and the service loader. */
    public SoakCommand() {}

    @Override
    public Integer call() throws StackException, InterruptedException, IOException {
        if (minutes < LEAST_MINUTES) {
            throw new ParameterException(spec.commandLine(), "--minutes must be at least " + LEAST_MINUTES);
        }
        PrintWriter err = spec.commandLine().getErr();
        SoakRun.Report report = new SoakRun(options(), line -> {
                    err.println("  " + line);
                    err.flush();
                })
                .run();
        return print(report, spec.commandLine().getOut());
    }

    private int print(SoakRun.Report report, PrintWriter out) {
        out.printf(
                "%n  %,d ticks in %.0f s (%,.0f/s), %,d bars of the past delivered beside them; %.2f hours measured%n%n",
                report.ticks(), report.seconds(), report.ticks() / report.seconds(), report.bars(), report.hours());
        out.printf("  %-12s %-13s %10s %10s %12s %10s%n", "process", "", "first", "last", "an hour", "bound");
        report.growths()
                .forEach(growth -> out.printf(
                        "  %-12s %-13s %10.1f %10.1f %12.1f %10.1f  %s%n",
                        growth.process(),
                        growth.what(),
                        growth.first(),
                        growth.last(),
                        growth.perHour(),
                        growth.bound(),
                        growth.isBeyondBound() ? "GROWS" : ""));
        report.backlog().forEach(line -> out.println("  VIOLATED: " + line));
        out.flush();
        boolean flat = report.growths().stream().noneMatch(Growth::isBeyondBound);
        return flat && report.backlog().isEmpty() ? 0 : 1;
    }

    private ChaosOptions options() {
        try {
            return new ChaosOptions(
                    seed,
                    Duration.ofMinutes(minutes),
                    0,
                    List.of(),
                    1,
                    new SiteSize(brokers, 1, instances, 0, Duration.ofSeconds(10), Set.of(Lane.LIVE, Lane.HISTORY)),
                    symbols,
                    speed,
                    rate,
                    Duration.ofSeconds(90),
                    Optional.empty());
        } catch (IllegalArgumentException outOfBounds) {
            throw new ParameterException(spec.commandLine(), String.valueOf(outOfBounds.getMessage()), outOfBounds);
        }
    }
}
