package io.candlewick.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs the scripts beside this test with a Python that has Confluent's client. */
final class PythonProgram {

    /** Debian's first: another python3 may stand before it on the path and not see Debian's packages. */
    private static final List<String> CANDIDATES = List.of("/usr/bin/python3", "python3");

    private static final long LIMIT_SECONDS = 90;

    private final String python;

    private PythonProgram(String python) {
        this.python = python;
    }

    /** A Python that has the client, if there is one. */
    static Optional<PythonProgram> withConfluentClient() throws InterruptedException {
        for (String candidate : CANDIDATES) {
            try {
                new PythonProgram(candidate)
                        .run(List.of("-c", "import confluent_kafka.avro, avro.schema, requests"), "");
                return Optional.of(new PythonProgram(candidate));
            } catch (IOException | IllegalStateException absent) {
                // The next one may have it.
            }
        }
        return Optional.empty();
    }

    /** Runs a script and returns what it printed. */
    List<String> script(String name, String input, String... arguments) throws IOException, InterruptedException {
        URL resource = Objects.requireNonNull(PythonProgram.class.getResource("/wire/" + name));
        List<String> command = new ArrayList<>();
        try {
            command.add(Path.of(resource.toURI()).toString());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        command.addAll(List.of(arguments));
        return run(command, input).lines().toList();
    }

    private String run(List<String> arguments, String input) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        Process process = builder.start();
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            Future<byte[]> output = readers.submit(process.getInputStream()::readAllBytes);
            Future<byte[]> errors = readers.submit(process.getErrorStream()::readAllBytes);
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String complaint = new String(errors.get(), StandardCharsets.UTF_8);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException(
                        String.join(" ", command) + (ended ? " failed: " : " did not end: ") + complaint);
            }
            return new String(output.get(), StandardCharsets.UTF_8);
        } catch (ExecutionException unreadable) {
            throw new IOException(unreadable);
        } finally {
            readers.shutdownNow();
        }
    }
}
