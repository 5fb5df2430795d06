package io.candlewick.bench.sink;

import io.candlewick.connect.rest.ConnectorDeployer;
import io.candlewick.local.Installation;
import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackAddresses;
import io.candlewick.local.StackConfig;
import io.candlewick.local.StackException;
import io.candlewick.local.TimescaleServer;
import io.candlewick.local.Trees;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.RegistryConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Broker, registry, a Connect worker and both databases, in a directory that goes with them. Where {@code CANDLEWICK_TIMESCALE_URL} names a server
 * the rows go to a database of their own there.
 */
final class SinkStack implements AutoCloseable {

    private final Path directory;
    private final LocalStack stack;
    private final Optional<TimescaleServer> server;
    private final String database;

    private SinkStack(Path directory, LocalStack stack, Optional<TimescaleServer> server, String database) {
        this.directory = directory;
        this.stack = stack;
        this.server = server;
        this.database = database;
    }

    /** Starts it with our plug-in and the peers' in one folder. */
    static SinkStack start(Optional<Path> peers) throws StackException, InterruptedException {
        Optional<TimescaleServer> server = TimescaleServer.from(System.getenv());
        String database = "candlewick_bench_" + ProcessHandle.current().pid();
        try {
            Path directory = Files.createTempDirectory("candlewick-bench-");
            if (server.isPresent()) {
                execute(server.get(), "CREATE DATABASE " + database);
            }
            StackConfig config = StackConfig.in(directory);
            Path plugins = directory.resolve("plugins");
            NothingPlugin.layIn(plugins);
            Installation installation = config.installation().withPlugins(plugins);
            LocalStack stack = LocalStack.open(new StackConfig(
                    directory,
                    EnumSet.of(
                            Service.BROKER, Service.REGISTRY, Service.CONNECT, Service.TIMESCALE, Service.CLICKHOUSE),
                    config.ports(),
                    config.brokers(),
                    server.map(given -> inDatabase(given, database)),
                    peers.map(installation::withPlugins).orElse(installation)));
            SinkStack started = new SinkStack(directory, stack, server, database);
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-bench"));
            stack.start();
            ConnectorDeployer connectors = started.connectors();
            connectors.names().forEach(connectors::delete);
            return started;
        } catch (IOException | SQLException failed) {
            throw new StackException("nothing can be measured: " + failed.getMessage(), failed);
        }
    }

    private static TimescaleServer inDatabase(TimescaleServer server, String database) {
        String url = server.url();
        int end = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
        String base = url.substring(0, url.lastIndexOf('/', end - 1) + 1);
        return new TimescaleServer(base + database + url.substring(end), server.user(), server.password());
    }

    /** What a measurement writes there goes with it. */
    Path directory() {
        return directory;
    }

    StackAddresses addresses() {
        return stack.addresses();
    }

    String bootstrapServers() {
        return stack.addresses().bootstrapServers().orElseThrow();
    }

    private String registryUrl() {
        return stack.addresses().schemaRegistryUrl().orElseThrow();
    }

    RecordSerdes serdes() {
        return new CandlewickSerdes(RegistryConfig.of(registryUrl()));
    }

    TimescaleServer timescale() {
        return stack.addresses().timescale().orElseThrow();
    }

    ConnectorDeployer connectors() {
        return new ConnectorDeployer(URI.create(stack.addresses().connectUrl().orElseThrow()));
    }

    /** The worker's process, for its processor time. */
    ProcessHandle worker() {
        return process(Service.CONNECT);
    }

    /** The process of a service that runs. */
    ProcessHandle process(Service wanted) {
        return stack.state().services().stream()
                .filter(service -> service.name() == wanted)
                .map(service -> service.pid())
                .flatMap(pid -> pid == null ? Stream.empty() : ProcessHandle.of(pid).stream())
                .findFirst()
                .orElseThrow();
    }

    /** Has the worker record where its time goes. */
    void startRecording() throws StackException, InterruptedException {
        command("JFR.start", "name=sinks", "settings=profile");
    }

    /** Writes what was recorded, into a folder that is made if it is missing. */
    void writeRecording(Path directory) throws StackException, InterruptedException {
        try {
            Files.createDirectories(directory);
        } catch (IOException refused) {
            throw new StackException("--profile=" + directory + " cannot be made: " + refused.getMessage(), refused);
        }
        command("JFR.dump", "name=sinks", "filename=" + directory.resolve("worker.jfr"));
    }

    private void command(String... arguments) throws StackException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(worker().pid())));
        command.addAll(List.of(arguments));
        try {
            Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // It says what went wrong, and its exit code is often 0.
            if (jcmd.waitFor() != 0 || said.contains("failed") || said.contains("Exception")) {
                throw new StackException("the worker cannot be recorded: " + said.strip());
            }
        } catch (IOException failed) {
            throw new StackException(
                    "the worker cannot be recorded, jcmd of a JDK is needed: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        stack.close();
        try {
            if (server.isPresent()) {
                execute(server.get(), "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
            }
            Trees.deleteIfPossible(directory);
        } catch (SQLException stays) {
            throw new IllegalStateException("database " + database + " stays: " + stays.getMessage(), stays);
        }
    }

    private static void execute(TimescaleServer server, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                Statement execution = connection.createStatement()) {
            execution.execute(statement);
        }
    }
}
