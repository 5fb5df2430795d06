package io.candlewick.cli;

import io.candlewick.local.LocalStack;
import io.candlewick.local.ServiceState;
import io.candlewick.local.StackException;
import io.candlewick.local.StackState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A supervisor in the background: the same command again with {@code --foreground}, in a session of its own, watched until
 * its stack is ready.
 */
final class DetachedStack {
    /**
     * Neither the terminal's Ctrl-C nor its closing reaches the supervisor; the way to stop it is to ask it. Where Linux shares the
     * processors out by session, this one steps back for what the user runs in the foreground, such as a replay into it.
     */
    private static final String DETACH = """
            trap '' INT HUP
            command -v setsid >/dev/null || exec "$@"
            exec setsid /bin/sh -c 'echo 10 2>/dev/null >/proc/self/autogroup || true; exec "$@"' candlewick "$@"
            """;

    private static final long POLL_MS = 150;

    private final DataOption data;
    private final CommandSpec spec;

    DetachedStack(DataOption data, CommandSpec spec) {
        this.data = data;
        this.spec = spec;
    }

    /** Starts it and waits until everything is ready. */
    StackState start(PrintWriter out) throws StackException, InterruptedException {
        LocalStack.checkFree(data.directory());
        Path log = data.directory().resolve("logs").resolve("supervisor.log");
        Process supervisor = spawn(log);
        // Ctrl-C while waiting means: not that, then.
        Thread hook = new Thread(supervisor::destroy, "stop-supervisor");
        Runtime.getRuntime().addShutdownHook(hook);
        ServiceLines lines = new ServiceLines(out, Boolean.getBoolean("candlewick.terminal"));
        while (true) {
            boolean ended = supervisor.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
            Optional<StackState> state = stateOf(supervisor);
            state.ifPresent(lines::show);
            if (ended) {
                throw new StackException(lastMessage(log));
            }
            if (state.isPresent() && state.get().state() == ServiceState.READY) {
                Runtime.getRuntime().removeShutdownHook(hook);
                return state.get();
            }
        }
    }

    private Optional<StackState> stateOf(Process supervisor) throws StackException {
        return StackState.read(data.directory()).filter(state -> state.supervisorPid() == supervisor.pid());
    }

    private Process spawn(Path log) throws StackException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", DETACH, "candlewick"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        Optional.ofNullable(System.getProperty("candlewick.home"))
                .ifPresent(home -> command.add("-Dcandlewick.home=" + home));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Candlewick.class.getName()));
        command.addAll(spec.root().commandLine().getParseResult().originalArgs());
        command.add("--foreground");
        try {
            Files.createDirectories(log.getParent());
            return new ProcessBuilder(command)
                    .redirectInput(new java.io.File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new StackException(
                    "the data directory " + data.shown() + " cannot be written (" + e.getMessage()
                            + "): give another with --data DIR",
                    e);
        }
    }

    /** What the supervisor said last about itself; the rest of its output is in the log. */
    private String lastMessage(Path log) throws StackException {
        String prefix = "candlewick: ";
        try {
            List<String> lines = Files.readAllLines(log);
            if (Candlewick.debug()) {
                lines.forEach(spec.commandLine().getErr()::println);
            }
            return lines.stream()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .findFirst()
                    .orElse("the supervisor ended without a word: see " + log);
        } catch (IOException e) {
            throw new StackException("the supervisor ended, and its log " + log + " cannot be read", e);
        }
    }
}
