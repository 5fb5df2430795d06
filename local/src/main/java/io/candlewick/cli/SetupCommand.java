package io.candlewick.cli;

import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import io.candlewick.local.Provisioning;
import io.candlewick.local.StackException;
import io.candlewick.local.TopicCatalogue;
import io.candlewick.serde.RegistryException;
import io.candlewick.serde.SchemaRegistry;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Gives a stack elsewhere, one of containers for instance, what {@code up} gives the local one. Topics and instruments that are there stay as they are. */
@Command(
        name = "setup",
        description =
                "Create the topics, schema subjects, instruments and connectors that a stack elsewhere lacks; up does"
                        + " it for the local stack by itself.")
final class SetupCommand implements Callable<Integer> {
    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StackException, InterruptedException {
        // All addresses first: one that is missing should not show after half of the work.
        KafkaConnection kafka = stack.kafka();
        stack.schemaRegistryUrl();
        stack.connectUrl();
        stack.timescale();
        stack.clickhouseUrl();
        Provisioning provisioning = new Provisioning(stack.resolve());
        try (TopicCatalogue catalogue = new TopicCatalogue(kafka)) {
            catalogue.createMissing();
        }
        say("topics");
        registerSubjects();
        say("subjects");
        provisioning.publishInstruments();
        say("instruments");
        provisioning.deployConnectors();
        say("connectors");
        return ExitCode.OK;
    }

    private void registerSubjects() throws StackException {
        SchemaRegistry registry = new SchemaRegistry(new Places(stack).registry());
        try {
            for (TopicSpec topic : Topics.ALL) {
                topic.value().ifPresent(schema -> registry.register(topic.valueSubject(), schema));
            }
        } catch (RegistryException refused) {
            throw new StackException("the schemas cannot be registered: " + refused.getMessage(), refused);
        }
    }

    private void say(String what) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("  %-12s ready%n", what);
        out.flush();
    }
}
