package io.candlewick.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.local.ServiceHealth;
import io.candlewick.local.StackException;
import io.candlewick.local.StackState;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks every service of the local stack whether it works. */
@Command(name = "status", description = "Ask every service of the local stack; exit code 0 only when all are ready.")
final class StatusCommand implements Callable<Integer> {
    private enum Output {
        TABLE,
        JSON
    }

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private Output output = Output.TABLE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, InterruptedException {
        Optional<StackState> running = data.running();
        if (running.isEmpty()) {
            throw new StackException("no stack is running in " + data.shown() + ": start one with ./candlewick up");
        }
        StackState state = running.get();
        List<ServiceHealth> healths = ServiceHealth.of(state, state.addresses());
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case TABLE -> printTable(out, state, healths);
            case JSON -> printJson(out, state, healths);
        }
        out.flush();
        return healths.stream().allMatch(ServiceHealth::isReady) ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private void printTable(PrintWriter out, StackState state, List<ServiceHealth> healths) {
        out.printf(
                Locale.ROOT, "  %-12s %-12s %8s %9s %9s  %s%n", "service", "state", "start s", "restarts", "pid", "");
        for (ServiceHealth health : healths) {
            StackState.Entry entry = health.entry();
            out.printf(
                    Locale.ROOT,
                    "  %-12s %-12s %8.1f %9d %9s  %s%n",
                    entry.name().title(),
                    health.isReady() ? "ready" : "not ready",
                    entry.seconds(),
                    entry.restarts(),
                    entry.pid() == null ? "-" : entry.pid(),
                    health.fault().orElse(entry.detail() == null ? "" : entry.detail()));
        }
        StackSummary.print(out, state, data.shown());
    }

    private static void printJson(PrintWriter out, StackState state, List<ServiceHealth> healths)
            throws StackException {
        ObjectMapper json = new ObjectMapper();
        try {
            ObjectNode root = (ObjectNode) json.readTree(state.toJson());
            root.put("ready", healths.stream().allMatch(ServiceHealth::isReady));
            ArrayNode services = (ArrayNode) root.get("services");
            for (int i = 0; i < healths.size(); i++) {
                ObjectNode service = (ObjectNode) services.get(i);
                service.put("ready", healths.get(i).isReady());
                healths.get(i).fault().ifPresent(fault -> service.put("fault", fault));
            }
            out.println(root.toPrettyString());
        } catch (java.io.IOException e) {
            throw new StackException("the status cannot be written as JSON", e);
        }
    }
}
