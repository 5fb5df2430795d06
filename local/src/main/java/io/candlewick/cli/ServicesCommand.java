package io.candlewick.cli;

import io.candlewick.local.StackException;
import io.candlewick.places.FeedWatch;
import io.candlewick.places.PlaceException;
import io.candlewick.streams.services.ServiceReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows who says on topic {@code feeds} that they live. */
@Command(
        name = "services",
        description =
                "Show the services that report on topic feeds: who is up, since when, which version and configuration,"
                        + " and who is unhealthy because of whom; exit code 1 if anybody is.")
final class ServicesCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, PlaceException {
        Instant now = InstantSource.system().instant();
        List<ServiceReport> reports = new FeedWatch(stack.kafka(), new Places(stack).serdes()).read(now);
        PrintWriter out = spec.commandLine().getOut();
        if (reports.isEmpty()) {
            out.println("no service has reported within a day: ./candlewick ingest starts a collector");
        }
        for (ServiceReport report : reports) {
            out.printf(
                    Locale.ROOT,
                    "  %-18s %-16s %-9s since %-24s %3d symbols  %s  config %s%s%n",
                    report.feed(),
                    report.instance(),
                    report.health().name().toLowerCase(Locale.ROOT),
                    report.since().map(Instant::toString).orElse("?"),
                    report.symbols(),
                    report.version(),
                    report.configHash(),
                    report.drifts() ? " (differs from the feed's other instances)" : "");
            report.because().ifPresent(reason -> out.println("      because of " + reason));
            if (!report.dependencies().isEmpty()) {
                out.println("      needs " + String.join(", ", report.dependencies()));
            }
        }
        out.flush();
        return reports.stream().allMatch(ServiceReport::isWell) ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
}
