package io.candlewick.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.candlewick.checkup.Checkup;
import io.candlewick.checkup.Finding;
import io.candlewick.local.StackException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks every part of a pipeline and says what to do. */
@Command(
        name = "doctor",
        description =
                "Check broker, topics, registry, connectors, tables, lanes, lag, services, clock and disk, and say what to"
                        + " do about what is wrong; exit code 1 if anything is.")
final class DoctorCommand implements Callable<Integer> {

    private enum Output {
        TABLE,
        JSON
    }

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private Output output = Output.TABLE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, InterruptedException, JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        Checkup checkup = new Checkup(stack.resolve(), stack.data().directory(), InstantSource.system());
        List<Finding> findings = checkup.take(finding -> {
            if (output == Output.TABLE) {
                print(finding, out);
            }
        });
        if (output == Output.JSON) {
            out.println(new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(findings));
            out.flush();
        }
        if (findings.stream().allMatch(finding -> finding.verdict() == Finding.Verdict.SKIPPED)) {
            throw new StackException("there is nothing to check: no stack is running in "
                    + stack.data().shown() + " and no address is given");
        }
        return findings.stream().noneMatch(finding -> finding.verdict() == Finding.Verdict.FAULT)
                ? ExitCode.OK
                : ExitCode.CHECK_FAILED;
    }

    private static void print(Finding finding, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "  %-8s %-12s %s%n",
                finding.verdict().name().toLowerCase(Locale.ROOT),
                finding.subject(),
                finding.detail());
        if (!finding.remedy().isEmpty()) {
            out.printf(Locale.ROOT, "  %-8s %-12s -> %s%n", "", "", finding.remedy());
        }
        out.flush();
    }
}
