package io.candlewick.chaos;

import io.candlewick.cli.ModuleCommand;
import io.candlewick.local.StackException;
import io.candlewick.streams.config.Lane;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets everything go wrong on a site of its own, and tells how it recovered and whether anything was lost, doubled or different. */
@Command(
        name = "chaos",
        description =
                "Kill, stop, cut off and move the processes of a stack of its own while a market flows through it; then"
                        + " check that nothing was lost, doubled or different. Exit code 1 with seed and timeline if something was.",
        footer = {
            "",
            "The same seed, faults and sizes give the same plan. Nothing outside a temporary directory is touched.",
            "",
            "Example: ./candlewick chaos --minutes 10 --seed 7",
            "         ./candlewick chaos --minutes 5 --seed 7 --faults lose-streams,kill-broker --standbys 0",
            "         ./candlewick chaos --minutes 10 --seed 7 --at-once 2 --lanes live,history"
        })
public final class ChaosCommand implements ModuleCommand {

    private static final double SECONDS_A_MINUTE = 60;

    @Option(names = "--minutes", defaultValue = "5", description = "How long faults go on (default: ${DEFAULT-VALUE}).")
    private double minutes = 5;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "10000",
            description = "At most so many faults, or pairs of them.")
    private int most = 10_000;

    @Option(names = "--seed", description = "What faults and market are drawn from (default: the clock).")
    private long seed = System.nanoTime() & 0xFFFF_FFFFL;

    @Option(names = "--faults", split = ",", paramLabel = "FAULT", description = "Only these (default: all).")
    private List<String> faults = List.of();

    @Option(
            names = "--at-once",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "1 fault at a time, or 2 of which the second comes into the first (default: ${DEFAULT-VALUE}).")
    private int atOnce = 1;

    @Option(names = "--brokers", defaultValue = "3", description = "1 or 3 brokers (default: ${DEFAULT-VALUE}).")
    private int brokers = 3;

    @Option(
            names = "--workers",
            defaultValue = "2",
            description = "Connect workers, of one group; 0: without databases (default: ${DEFAULT-VALUE}).")
    private int workers = 2;

    @Option(
            names = "--instances",
            defaultValue = "2",
            description = "Instances of the streams application (default: ${DEFAULT-VALUE}).")
    private int instances = 2;

    @Option(
            names = "--standbys",
            defaultValue = "1",
            description = "Warm copies of the state on other instances (default: ${DEFAULT-VALUE}).")
    private int standbys = 1;

    @Option(
            names = "--session-timeout",
            defaultValue = "10s",
            description = "After how long without a heartbeat an instance counts as dead (default: ${DEFAULT-VALUE}).")
    private Duration sessionTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--lanes",
            split = ",",
            paramLabel = "LANE",
            defaultValue = "live",
            description =
                    "live, or live,history: deliveries of a vendor's bars beside the feed (default: ${DEFAULT-VALUE}).")
    private List<String> lanes = List.of("live");

    @Option(names = "--symbols", defaultValue = "24", description = "Symbols (default: ${DEFAULT-VALUE}).")
    private int symbols = 24;

    @Option(
            names = "--speed",
            defaultValue = "120",
            description = "Seconds of event time a second (default: ${DEFAULT-VALUE}).")
    private int speed = 120;

    @Option(
            names = "--rate",
            defaultValue = "1000",
            description = "Ticks a second, at least (default: ${DEFAULT-VALUE}).")
    private int rate = 1_000;

    @Option(
            names = "--bound",
            defaultValue = "90s",
            description = "How long after a fault bars and rows may take to flow again (default: ${DEFAULT-VALUE}).")
    private Duration bound = Duration.ofSeconds(90);

    @Option(names = "--keep", paramLabel = "DIR", description = "Keep everything there, logs and data.")
    private @Nullable Path keep;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli and the service loader. */
    public ChaosCommand() {}

    @Override
    public Integer call() throws StackException, InterruptedException, IOException {
        PrintWriter err = spec.commandLine().getErr();
        ChaosReport report = new ChaosRun(options(), line -> {
                    err.println("  " + line);
                    err.flush();
                })
                .run();
        report.print(spec.commandLine().getOut());
        return report.violations().isEmpty() ? 0 : 1;
    }

    private List<FaultKind> possible() {
        return Stream.of(FaultKind.values())
                .filter(kind -> workers > 0 || !kind.victim().isBehindTables())
                .toList();
    }

    private ChaosOptions options() {
        try {
            List<FaultKind> kinds = new ArrayList<>();
            faults.forEach(name -> kinds.add(FaultKind.ofTitle(name)));
            return new ChaosOptions(
                    seed,
                    Duration.ofSeconds(Math.round(minutes * SECONDS_A_MINUTE)),
                    most,
                    kinds.isEmpty() ? possible() : kinds,
                    atOnce,
                    new SiteSize(
                            brokers,
                            workers,
                            instances,
                            standbys,
                            sessionTimeout,
                            lanes.stream().map(Lane::parse).collect(Collectors.toSet())),
                    symbols,
                    speed,
                    rate,
                    bound,
                    Optional.ofNullable(keep));
        } catch (IllegalArgumentException outOfBounds) {
            throw new ParameterException(spec.commandLine(), String.valueOf(outOfBounds.getMessage()), outOfBounds);
        }
    }
}
