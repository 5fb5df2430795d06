package io.candlewick.cli;

import io.candlewick.local.StackException;
import io.candlewick.local.StackState;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops the local stack of a data directory. */
@Command(name = "down", description = "Stop the local stack. Its data stays.")
final class DownCommand implements Callable<Integer> {
    private static final int LIMIT_SECONDS = 20;

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<StackState> running = data.running();
        Optional<ProcessHandle> supervisor = running.flatMap(StackState::supervisor);
        if (supervisor.isEmpty()) {
            out.println("no stack is running in " + data.shown());
            return ExitCode.OK;
        }
        supervisor.get().destroy();
        try {
            supervisor.get().onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Its services watch it and end by themselves.
            supervisor.get().destroyForcibly();
            throw new StackException("the stack in " + data.shown() + " did not stop within " + LIMIT_SECONDS
                    + " s: its supervisor " + supervisor.get().pid() + " was killed, its services end with it");
        }
        out.println("stopped the stack in " + data.shown());
        return ExitCode.OK;
    }
}
