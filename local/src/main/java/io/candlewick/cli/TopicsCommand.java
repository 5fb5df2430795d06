package io.candlewick.cli;

import io.candlewick.local.StackException;
import io.candlewick.local.TopicCatalogue;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Compares the topic catalogue with the broker. */
@Command(
        name = "topics",
        description = "List the topics of the catalogue as they are on the broker; exit code 1 when one is missing or"
                + " differs.")
final class TopicsCommand implements Callable<Integer> {
    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, InterruptedException {
        List<TopicCatalogue.Report> reports;
        try (TopicCatalogue catalogue = new TopicCatalogue(stack.kafka())) {
            reports = catalogue.compare();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "  %-24s %10s %12s  %s%n", "topic", "partitions", "records", "differences");
        for (TopicCatalogue.Report report : reports) {
            out.printf(
                    Locale.ROOT,
                    "  %-24s %10d %12d  %s%n",
                    report.name(),
                    report.partitions(),
                    report.records(),
                    String.join("; ", report.differences()));
        }
        out.flush();
        return reports.stream().allMatch(report -> report.differences().isEmpty())
                ? ExitCode.OK
                : ExitCode.CHECK_FAILED;
    }
}
