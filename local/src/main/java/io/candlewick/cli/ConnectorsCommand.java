package io.candlewick.cli;

import io.candlewick.connect.rest.ConnectorDeployer;
import io.candlewick.connect.rest.ConnectorException;
import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.local.StackException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deploys the sinks and drives them, over Kafka Connect's REST API. */
@Command(
        name = "connectors",
        description = "Deploy connectors to Kafka Connect, show, pause, resume, restart or delete them.",
        footer = {
            "",
            "apply creates a connector or brings its configuration up to date and waits until it runs. NAME"
                    + " is one of the bundled connectors (timescaledb-sink, timescaledb-history, clickhouse-sink,"
                    + " clickhouse-history) or a JSON file; without any, apply deploys all bundled ones and the"
                    + " others act on all there are. delete needs a name.",
            "",
            "Examples: ./candlewick connectors status",
            "          ./candlewick connectors restart clickhouse-sink",
            "          ./candlewick connectors apply my-sink.json"
        })
final class ConnectorsCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What is done to connectors. */
    enum Action {
        /** Creates or updates. */
        APPLY,
        /** Shows. */
        STATUS,
        /** Stops reading. */
        PAUSE,
        /** Goes on. */
        RESUME,
        /** Starts anew. */
        RESTART,
        /** Takes away. */
        DELETE
    }

    @Parameters(index = "0", paramLabel = "ACTION", description = "apply, status, pause, resume, restart or delete.")
    private Action action = Action.STATUS;

    @Parameters(index = "1..*", paramLabel = "NAME", description = "Connectors; for apply also JSON files.")
    private @Nullable List<String> names;

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException {
        ConnectorDeployer connectors = new ConnectorDeployer(URI.create(stack.connectUrl()));
        try {
            return switch (action) {
                case APPLY -> apply(connectors);
                case STATUS -> status(connectors);
                case PAUSE -> each(connectors, connectors::pause);
                case RESUME -> each(connectors, connectors::resume);
                case RESTART -> each(connectors, connectors::restart);
                case DELETE -> delete(connectors);
            };
        } catch (ConnectorException refused) {
            throw new StackException(String.valueOf(refused.getMessage()), refused);
        }
    }

    private int apply(ConnectorDeployer connectors) {
        List<String> wanted = names == null ? ConnectorFile.BUNDLED : names;
        for (String name : wanted) {
            ConnectorFile file = Files.isRegularFile(Path.of(name))
                    ? ConnectorFile.read(Path.of(name))
                    : ConnectorFile.bundled(name);
            say(connectors.apply(file, LIMIT).toString());
        }
        return ExitCode.OK;
    }

    private int status(ConnectorDeployer connectors) throws StackException {
        boolean allRun = true;
        for (String name : asked(connectors)) {
            var status = connectors.find(name).orElseThrow(() -> unknown(name));
            allRun &= !status.hasFailed();
            say(status.toString());
        }
        return allRun ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private int delete(ConnectorDeployer connectors) throws StackException {
        if (names == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "delete needs the name of a connector; ./candlewick connectors status lists them");
        }
        return each(connectors, connectors::delete);
    }

    private int each(ConnectorDeployer connectors, Consumer<String> act) throws StackException {
        for (String name : asked(connectors)) {
            if (connectors.find(name).isEmpty()) {
                throw unknown(name);
            }
            act.accept(name);
            say(name + ": " + action.name().toLowerCase(Locale.ROOT) + " asked for");
        }
        return ExitCode.OK;
    }

    private List<String> asked(ConnectorDeployer connectors) {
        return names == null ? connectors.names().stream().sorted().toList() : new ArrayList<>(names);
    }

    private static StackException unknown(String name) {
        return new StackException(
                "there is no connector '" + name + "': see ./candlewick connectors status, or apply it first");
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("  " + line);
        out.flush();
    }
}
