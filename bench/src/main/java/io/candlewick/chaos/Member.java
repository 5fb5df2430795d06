package io.candlewick.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of ours that is killed and started again, with the same settings and files from one life to the next.
 *
 * <p>It ends when this process ends, however that ends: it runs under the same guard as the local stack's services. <b>Thread</b>: any.
 */
final class Member implements AutoCloseable {

    private static final String GUARD = "io.candlewick.local.GuardedMain";
    private static final Duration END_LIMIT = Duration.ofSeconds(20);

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private @Nullable Process process;
    private boolean wanted;

    Member(String name, List<String> flags, List<String> main, Map<String, String> environment, Path log) {
        this.name = name;
        this.environment = Map.copyOf(environment);
        this.log = log;
        List<String> words = new ArrayList<>();
        // Ctrl-C goes to every process of the terminal's group: whoever started these stops them, in their order.
        words.addAll(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "java"));
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        words.addAll(flags);
        words.addAll(List.of(
                "-Duser.timezone=UTC",
                "-Dfile.encoding=UTF-8",
                "-Dlogback.configurationFile=io/candlewick/local/service-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                GUARD));
        words.addAll(main);
        this.command = List.copyOf(words);
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    synchronized void start() throws IOException {
        wanted = true;
        if (process != null && process.isAlive()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("CANDLEWICK_"));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    synchronized Optional<ProcessHandle> handle() {
        return Optional.ofNullable(process).map(Process::toHandle);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        Process victim = unwanted();
        if (victim != null) {
            victim.destroyForcibly();
            victim.waitFor();
        }
    }

    /** SIGKILL, without waiting. */
    void endNow() {
        Process victim = unwanted();
        if (victim != null) {
            victim.destroyForcibly();
        }
    }

    /** SIGTERM; SIGKILL if it does not end in time. Returns whether it ended by itself. */
    boolean end() throws InterruptedException {
        Process victim = unwanted();
        if (victim == null || !victim.isAlive()) {
            return true;
        }
        victim.destroy();
        boolean inTime = victim.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        victim.destroyForcibly();
        victim.waitFor();
        return inTime;
    }

    private synchronized @Nullable Process unwanted() {
        wanted = false;
        return process;
    }

    /** Starts it again if it ended although nobody told it to; returns what there is to tell of that. */
    synchronized Optional<String> revive() throws IOException {
        if (!wanted || process == null || process.isAlive()) {
            return Optional.empty();
        }
        int exitCode = process.exitValue();
        start();
        return Optional.of(
                name + " ended by itself with exit code " + exitCode + " and was started again (log: " + log + ")");
    }

    @Override
    public void close() {
        try {
            end();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            handle().ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
