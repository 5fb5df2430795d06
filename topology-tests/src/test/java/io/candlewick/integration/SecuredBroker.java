package io.candlewick.integration;

import io.candlewick.local.BrokerMain;
import io.candlewick.local.FreePorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * A broker in a process of its own that lets nobody in unknown: clients come by TLS and SCRAM, itself and its controller by certificate, and what no
 * rule allows is refused.
 */
final class SecuredBroker implements AutoCloseable {

    /** May do everything. */
    static final String ADMIN = "admin";

    private final Path folder;
    private final int port;
    private final Process process;

    SecuredBroker(Path folder, TestAuthority authority, String adminPassword) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.port = FreePorts.one();
        Path file = folder.resolve("server.properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            settings(authority).store(out, null);
        }
        format(file, adminPassword);
        this.process = start(file);
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("broker.log"), StandardCharsets.UTF_8);
    }

    private Properties settings(TestAuthority authority) throws IOException, InterruptedException {
        int own = FreePorts.one();
        int controller = FreePorts.one();
        Properties settings = new Properties();
        String[] namesAndValues = {
            "process.roles", "broker,controller",
            "node.id", "1",
            "listeners",
                    "CLIENTS://127.0.0.1:" + port + ",OWN://127.0.0.1:" + own + ",CONTROLLER://127.0.0.1:" + controller,
            "advertised.listeners", "CLIENTS://127.0.0.1:" + port + ",OWN://127.0.0.1:" + own,
            "listener.security.protocol.map", "CLIENTS:SASL_SSL,OWN:SSL,CONTROLLER:SSL",
            "inter.broker.listener.name", "OWN",
            "controller.listener.names", "CONTROLLER",
            "controller.quorum.voters", "1@127.0.0.1:" + controller,
            "log.dirs", folder.resolve("log").toString(),
            "auto.create.topics.enable", "false",
            "default.replication.factor", "1",
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "4",
            "group.initial.rebalance.delay.ms", "0",
            "log.cleaner.dedupe.buffer.size", "33554432",
            "sasl.enabled.mechanisms", "SCRAM-SHA-512",
            "listener.name.clients.scram-sha-512.sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;",
            "listener.name.own.ssl.client.auth", "required",
            "listener.name.controller.ssl.client.auth", "required",
            "ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/",
            "ssl.keystore.type", "PKCS12",
            "ssl.keystore.location", authority.keyStore("broker").toString(),
            "ssl.keystore.password", authority.password(),
            "ssl.truststore.type", "PKCS12",
            "ssl.truststore.location", authority.trustStore().toString(),
            "ssl.truststore.password", authority.password(),
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users", "User:broker;User:" + ADMIN,
            "allow.everyone.if.no.acl.found", "false"
        };
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }

    /** The first user must be known before anybody can make one. */
    private static void format(Path file, String adminPassword) throws IOException {
        String[] format = {
            "format",
            "--cluster-id",
            Uuid.randomUuid().toString(),
            "--config",
            file.toString(),
            "--add-scram",
            "SCRAM-SHA-512=[name=" + ADMIN + ",password=" + adminPassword + "]"
        };
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        if (StorageTool.execute(format, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
            throw new IOException("the broker's storage: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    private Process start(Path file) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Dlogback.configurationFile=io/candlewick/local/service-logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName(),
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("broker.log").toFile())
                .start();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
