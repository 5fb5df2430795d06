package io.candlewick.cli;

import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackConfig;
import io.candlewick.local.StackException;
import io.candlewick.local.StackState;
import io.candlewick.local.TimescaleServer;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the local stack, in the background unless told otherwise. */
@Command(
        name = "up",
        description = "Start the whole stack on this machine and return when every part of it answers.",
        footer = {
            "",
            "The stack runs on in the background; ./candlewick down stops it. Data, logs and addresses (stack.json)"
                    + " are in the data directory."
        })
final class UpCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--foreground", description = "Stay, and stop the stack on Ctrl-C.")
    private boolean foreground;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "SERVICE",
            description = "Leave out: registry, timescale, clickhouse, connect, streams-app.")
    private List<Service> without = List.of();

    @Option(names = "--broker-port", paramLabel = "PORT", description = "Port of the broker (default: a free one).")
    private @Nullable Integer brokerPort;

    @Option(names = "--registry-port", paramLabel = "PORT", description = "Port of the schema registry.")
    private @Nullable Integer registryPort;

    @Option(names = "--timescale-port", paramLabel = "PORT", description = "Port of PostgreSQL.")
    private @Nullable Integer timescalePort;

    @Option(names = "--clickhouse-port", paramLabel = "PORT", description = "Port of ClickHouse's HTTP protocol.")
    private @Nullable Integer clickhousePort;

    @Option(names = "--connect-port", paramLabel = "PORT", description = "Port of the Connect worker's REST API.")
    private @Nullable Integer connectPort;

    @Option(
            names = "--timescale-url",
            paramLabel = "JDBC-URL",
            description = "Use this TimescaleDB instead of starting PostgreSQL (or CANDLEWICK_TIMESCALE_URL).")
    private @Nullable String timescaleUrl;

    @Option(
            names = "--timescale-user",
            paramLabel = "USER",
            description = "Its user (or CANDLEWICK_TIMESCALE_USER); the password only from"
                    + " CANDLEWICK_TIMESCALE_PASSWORD.")
    private @Nullable String timescaleUser;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        StackConfig config = config();
        if (foreground) {
            stay(config, out);
        } else {
            StackState ready = new DetachedStack(data, spec).start(out);
            StackSummary.print(out, ready, data.shown());
        }
        return ExitCode.OK;
    }

    private void stay(StackConfig config, PrintWriter out) throws StackException, InterruptedException {
        ServiceLines lines = new ServiceLines(out, Boolean.getBoolean("candlewick.terminal"));
        LocalStack stack = LocalStack.open(config, lines::show);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-stack"));
        stack.start();
        StackSummary.print(out, stack.state(), data.shown());
        new CountDownLatch(1).await();
    }

    private StackConfig config() {
        try {
            StackConfig config = StackConfig.in(data.directory()).withTimescale(timescale());
            EnumSet<Service> services = EnumSet.copyOf(config.services());
            services.removeAll(without);
            config = config.withServices(services);
            for (Map.Entry<Service, Optional<Integer>> port : ports().entrySet()) {
                if (port.getValue().isPresent()) {
                    config = config.withPort(port.getKey(), port.getValue().get());
                }
            }
            return config;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<TimescaleServer> timescale() {
        Map<String, String> environment = new java.util.HashMap<>(System.getenv());
        if (timescaleUrl != null) {
            environment.put("CANDLEWICK_TIMESCALE_URL", timescaleUrl);
        }
        if (timescaleUser != null) {
            environment.put("CANDLEWICK_TIMESCALE_USER", timescaleUser);
        }
        return TimescaleServer.from(environment);
    }

    private Map<Service, Optional<Integer>> ports() {
        return Map.of(
                Service.BROKER, Optional.ofNullable(brokerPort),
                Service.REGISTRY, Optional.ofNullable(registryPort),
                Service.TIMESCALE, Optional.ofNullable(timescalePort),
                Service.CLICKHOUSE, Optional.ofNullable(clickhousePort),
                Service.CONNECT, Optional.ofNullable(connectPort));
    }
}
