package io.candlewick.cli;

import io.candlewick.connect.rest.ConnectorDeployer;
import io.candlewick.connect.rest.ConnectorException;
import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.connect.rest.ConnectorStatus;
import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import io.candlewick.local.StackException;
import io.candlewick.local.TopicCatalogue;
import io.candlewick.serde.RegistryException;
import io.candlewick.serde.SchemaRegistry;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Creates what a stack elsewhere, one of containers for instance, lacks. What is there already stays as it is, connectors are brought up to date. */
@Command(
        name = "setup",
        description =
                "Create the topics, schema subjects and connectors that a stack elsewhere lacks; up does it for the"
                        + " local stack by itself.")
final class SetupCommand implements Callable<Integer> {
    private static final Duration CONNECTOR_LIMIT = Duration.ofMinutes(2);

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (TopicCatalogue catalogue = new TopicCatalogue(stack.bootstrapServers())) {
            catalogue.createMissing();
        }
        out.println("topics: " + Topics.ALL.size() + " there");
        out.println("subjects: " + registerSubjects() + " there");
        out.flush();
        deployConnectors(out);
        return ExitCode.OK;
    }

    private long registerSubjects() throws StackException {
        SchemaRegistry registry = new SchemaRegistry(new Places(stack).registry());
        try {
            for (TopicSpec topic : Topics.ALL) {
                topic.value().ifPresent(schema -> registry.register(topic.valueSubject(), schema));
            }
        } catch (RegistryException refused) {
            throw new StackException("the schemas cannot be registered: " + refused.getMessage(), refused);
        }
        return Topics.ALL.stream().filter(topic -> topic.value().isPresent()).count();
    }

    private void deployConnectors(PrintWriter out) throws StackException {
        ConnectorDeployer deployer = new ConnectorDeployer(URI.create(stack.connectUrl()));
        try {
            for (String name : ConnectorFile.BUNDLED) {
                ConnectorStatus status = deployer.apply(ConnectorFile.bundled(name), CONNECTOR_LIMIT);
                out.println("connector: " + status);
                out.flush();
            }
        } catch (ConnectorException refused) {
            throw new StackException(String.valueOf(refused.getMessage()), refused);
        }
    }
}
