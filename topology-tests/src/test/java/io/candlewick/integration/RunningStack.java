package io.candlewick.integration;

import io.candlewick.local.LocalStack;
import io.candlewick.local.StackConfig;
import io.candlewick.local.StackException;
import io.candlewick.local.TimescaleServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A whole stack for tests, in a directory of its own. Where {@code CANDLEWICK_TIMESCALE_URL} names a server it gets a database of
 * its own there, dropped at the end; elsewhere it starts plain PostgreSQL.
 */
final class RunningStack implements AutoCloseable {

    private final Path directory;
    private final LocalStack stack;
    private final Optional<TimescaleServer> server;
    private final String database;

    private RunningStack(Path directory, LocalStack stack, Optional<TimescaleServer> server, String database) {
        this.directory = directory;
        this.stack = stack;
        this.server = server;
        this.database = database;
    }

    static RunningStack in(Path directory) throws StackException, InterruptedException, SQLException {
        Optional<TimescaleServer> server = TimescaleServer.from(System.getenv());
        String database =
                "candlewick_test_" + ProcessHandle.current().pid() + "_" + Integer.toHexString(directory.hashCode());
        Optional<TimescaleServer> own = Optional.empty();
        if (server.isPresent()) {
            execute(server.get(), "CREATE DATABASE " + database);
            own = Optional.of(inDatabase(server.get(), database));
        }
        LocalStack stack = LocalStack.started(StackConfig.in(directory).withTimescale(own));
        return new RunningStack(directory, stack, server, database);
    }

    Path directory() {
        return directory;
    }

    LocalStack stack() {
        return stack;
    }

    @Override
    public void close() throws SQLException {
        stack.close();
        if (server.isPresent()) {
            execute(server.get(), "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        }
    }

    private static TimescaleServer inDatabase(TimescaleServer server, String database) {
        String url = server.url();
        int end = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
        String base = url.substring(0, url.lastIndexOf('/', end - 1) + 1);
        return new TimescaleServer(base + database + url.substring(end), server.user(), server.password());
    }

    private static void execute(TimescaleServer server, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                Statement execution = connection.createStatement()) {
            execution.execute(statement);
        }
    }
}
