package io.candlewick.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How PostgreSQL is prepared and started: a cluster of its own in the data directory, with a random password. */
final class PostgresPlan {
    static final String USER = "candlewick";
    static final String DATABASE = "candlewick";
    static final String PASSWORD = "timescale-password";
    private static final int PROGRAM_SECONDS = 60;
    private static final int LEFTOVER_SECONDS = 10;

    /**
     * Ends the server when standard input ends, and ends with the server. A shell costs a megabyte where a JVM would cost
     * fifty; if the shell itself is killed, the watcher still holds standard input and stops the server.
     */
    private static final String GUARD = """
            exec 3<&0
            "$@" </dev/null 3<&- &
            server=$!
            trap 'kill -INT $server' TERM INT
            ( cat <&3 >/dev/null; kill -INT $server 2>/dev/null
              sleep 5; kill -QUIT $server 2>/dev/null ) >/dev/null 2>&1 &
            watcher=$!
            while :; do
              wait $server; status=$?
              kill -0 $server 2>/dev/null || break
            done
            kill $watcher 2>/dev/null
            exit $status
            """;

    private final DataDirectory data;
    private final PostgresBinaries binaries;

    PostgresPlan(DataDirectory data, Installation installation) {
        this.data = data;
        this.binaries = PostgresBinaries.in(installation);
    }

    ServicePlan plan(int port) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "postgres-guard"));
        command.addAll(PostgresBinaries.asUser());
        command.addAll(List.of(
                binaries.program("postgres").toString(),
                "-D",
                cluster().toString(),
                "-p",
                Integer.toString(port),
                "-h",
                "127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "timezone=UTC",
                "-c",
                "max_wal_size=2GB"));
        return new ServicePlan(Service.TIMESCALE, this::prepare, command, Map.of("TZ", "UTC"));
    }

    private Path cluster() {
        return data.of(Service.TIMESCALE);
    }

    private void prepare() throws StackException, IOException, InterruptedException {
        binaries.unpackIfAbsent();
        awaitEndOfLeftover();
        if (!Files.exists(cluster().resolve("PG_VERSION"))) {
            initialise();
        }
    }

    /** A server whose guard was killed is still shutting down; a second one on the same files would refuse to start. */
    private void awaitEndOfLeftover() throws IOException, InterruptedException {
        Path pidFile = cluster().resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        Optional<ProcessHandle> leftover = ProcessHandle.of(pid)
                .filter(handle -> handle.info()
                        .commandLine()
                        .orElse("")
                        .contains(cluster().toString()));
        if (leftover.isPresent()) {
            leftover.get().destroy();
            try {
                leftover.get().onExit().get(LEFTOVER_SECONDS, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                leftover.get().destroyForcibly();
            }
        }
    }

    private void initialise() throws StackException, IOException, InterruptedException {
        data.secretOrNew(PASSWORD);
        Path fresh = cluster().resolveSibling(cluster().getFileName() + ".new");
        if (Files.exists(fresh)) {
            Trees.delete(fresh);
        }
        List<String> command = new ArrayList<>(PostgresBinaries.asUser());
        command.addAll(List.of(
                binaries.program("initdb").toString(),
                "-D",
                fresh.toString(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile=" + data.secret(PASSWORD),
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
                "--no-instructions"));
        run("initdb", command, "");
        List<String> single = new ArrayList<>(PostgresBinaries.asUser());
        single.addAll(List.of(binaries.program("postgres").toString(), "--single", "-D", fresh.toString(), "postgres"));
        run("first statement", single, "CREATE DATABASE " + DATABASE + ";\n");
        Files.move(fresh, cluster());
    }

    private void run(String what, List<String> command, String input)
            throws StackException, IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.log(Service.TIMESCALE).toFile()))
                .start();
        try (Writer in = process.outputWriter(UTF_8)) {
            in.write(input);
        }
        if (!process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0) {
            throw new StackException("PostgreSQL's " + what + " ended with exit code " + process.exitValue() + ": "
                    + data.lastLine(Service.TIMESCALE) + " (" + data.log(Service.TIMESCALE)
                    + "); where it cannot run, give a server with --timescale-url");
        }
    }
}
