package io.candlewick.bench;

import io.candlewick.local.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A fresh JVM on our own class path for one measurement; it writes its result as a line of JSON to its standard output. */
public final class ChildJvm {

    private final Class<?> main;
    private final List<String> flags;
    private final Map<String, String> environment;
    private final Path log;
    private final boolean low;

    /**
     * Nothing is started yet.
     *
     * @param main its main class
     * @param flags of the JVM
     * @param environment all it is told of Candlewick; what this process was told is withheld
     * @param log where its standard error goes
     */
    public ChildJvm(Class<?> main, List<String> flags, Map<String, String> environment, Path log) {
        this(main, flags, environment, log, false);
    }

    private ChildJvm(Class<?> main, List<String> flags, Map<String, String> environment, Path log, boolean low) {
        this.main = main;
        this.flags = List.copyOf(flags);
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.low = low;
    }

    /** The same, giving way to others for processors. */
    ChildJvm lowered() {
        return new ChildJvm(main, flags, environment, log, true);
    }

    /**
     * Starts it; whoever calls must end it.
     *
     * @param arguments of the main class
     * @return the process
     * @throws IOException if it cannot be started
     */
    public Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(low ? List.of("nice", "-n", "10") : List.of());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "-Duser.timezone=UTC",
                "-Dlogback.configurationFile=io/candlewick/local/service-logback.xml",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        Path out = out();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(log.toFile()).redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CANDLEWICK_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-child"));
        return process;
    }

    /** Runs it to its end and returns the last line it wrote. */
    String run(List<String> arguments, Duration limit) throws StackException, InterruptedException {
        try {
            Process process = start(arguments);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new StackException(main.getSimpleName() + " " + arguments + " did not end in " + limit.toSeconds()
                        + " s: see " + log);
            }
            // What it logs goes to its standard output too.
            Optional<String> result = Files.readAllLines(out(), StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith("{"))
                    .reduce((earlier, later) -> later);
            if (process.exitValue() != 0 || result.isEmpty()) {
                throw new StackException(main.getSimpleName() + " " + arguments + " ended with exit code "
                        + process.exitValue() + ": see " + log + " and " + out());
            }
            return result.get();
        } catch (IOException failed) {
            throw new StackException("a process for the measurement cannot be run: " + failed.getMessage(), failed);
        }
    }

    private Path out() {
        return log.resolveSibling(log.getFileName() + ".out");
    }
}
