package io.candlewick.cli;

import io.candlewick.local.StackException;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures the product against baselines in the same run; what there is to measure comes from the class path. */
@Command(
        name = "bench",
        description =
                "Measure speeds on this machine, each against a baseline of the same run: topology, scale, lanes.",
        footer = {"", "Example: ./candlewick bench topology --ticks 10000000 --runs 5"})
final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command with every measurement that is on the class path. */
    static CommandLine withMeasurements() {
        CommandLine bench = new CommandLine(new BenchCommand());
        ServiceLoader.load(BenchSubcommand.class).forEach(bench::addSubcommand);
        return bench;
    }

    @Override
    public Integer call() throws StackException {
        Map<String, CommandLine> measurements = spec.subcommands();
        if (measurements.isEmpty()) {
            throw new StackException("the benchmarks are not on the class path: run them by ./candlewick bench");
        }
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.OK;
    }
}
