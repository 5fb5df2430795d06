package io.candlewick.local;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;

/** The plan of each service: what is written before it starts, and its command. */
final class ServicePlans {
    private static final String REGISTRY_MAIN = "io.quarkus.runner.GeneratedMain";
    private static final String CONNECT_MAIN = "org.apache.kafka.connect.cli.ConnectDistributed";
    private static final String METRICS_EXTENSION = "io.candlewick.connect.metrics.WorkerMetrics";
    private static final String CLICKHOUSE_MAIN = "io.candlewick.local.clickhouse.ClickHouseMain";

    private final StackConfig config;
    private final DataDirectory data;
    private final Ports ports;
    private final StackAddresses addresses;

    ServicePlans(StackConfig config, DataDirectory data, Ports ports, StackAddresses addresses) {
        this.config = config;
        this.data = data;
        this.ports = ports;
        this.addresses = addresses;
    }

    /** Plans of the services the stack starts itself. */
    Map<Service, ServicePlan> all() {
        Map<Service, ServicePlan> plans = new EnumMap<>(Service.class);
        for (Service service : config.services()) {
            if (service == Service.TIMESCALE && config.timescale().isPresent()) {
                continue;
            }
            plans.put(service, plan(service));
        }
        return plans;
    }

    private ServicePlan plan(Service service) {
        return switch (service) {
            case BROKER -> broker();
            case REGISTRY -> registry();
            case TIMESCALE -> new PostgresPlan(data, config.installation()).plan(ports.of(Service.TIMESCALE));
            case CLICKHOUSE -> clickhouse();
            case CONNECT -> connect();
            case STREAMS -> streams();
        };
    }

    private ServicePlan broker() {
        Path file = data.of(Service.BROKER).resolve("server.properties");
        // Whoever publishes or reads waits while it pauses.
        List<String> command = java(
                List.of("-Xmx512m", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20"),
                config.installation().classPathText(),
                BrokerMain.class.getName(),
                file.toString());
        return new ServicePlan(Service.BROKER, () -> store(brokerProperties(), file), command, Map.of());
    }

    private Properties brokerProperties() {
        int port = ports.of(Service.BROKER);
        int controller = ports.of(Ports.CONTROLLER);
        return properties(
                "process.roles", "broker,controller",
                "node.id", "1",
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners", "PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names", "CONTROLLER",
                "controller.quorum.voters", "1@127.0.0.1:" + controller,
                "log.dirs", data.of(Service.BROKER).resolve("log").toString(),
                "auto.create.topics.enable", "false",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "8",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "8",
                // Not before the broker has read its metadata when it comes back: until then it takes partitions for
                // deleted,
                // leaves the end of a transaction out there, and no reader of committed data gets past it ever again.
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "20000",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "0",
                // The cleaner's default buffer is a quarter of this broker's heap.
                "log.cleaner.dedupe.buffer.size", "33554432");
    }

    private ServicePlan registry() {
        Path folder = config.installation().registryDirectory();
        Path jar = folder.resolve("apicurio-registry-app-3.0.9-runner.jar");
        List<String> command = java(
                List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                jar + File.pathSeparator + Installation.ownCode(),
                REGISTRY_MAIN);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.of(Service.REGISTRY)));
        environment.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false");
        environment.put("APICURIO_STORAGE_KIND", "sql");
        environment.put(
                "APICURIO_DATASOURCE_URL",
                "jdbc:h2:file:" + data.of(Service.REGISTRY).resolve("registry"));
        environment.put("APICURIO_DATASOURCE_JDBC_INITIAL_SIZE", "2");
        environment.put("APICURIO_DATASOURCE_JDBC_MIN_SIZE", "2");
        return new ServicePlan(Service.REGISTRY, () -> needRegistry(jar), command, environment);
    }

    private static void needRegistry(Path jar) throws StackException {
        if (!Files.exists(jar)) {
            throw new StackException("the schema registry " + jar
                    + " is missing: build it with mvn -q -B -Pquick -pl local -am package");
        }
    }

    private ServicePlan clickhouse() {
        EngineLibrary library = EngineLibrary.in(config.installation().cacheDirectory());
        List<String> command = java(
                List.of("-Xmx256m", "-XX:+UseSerialGC"),
                config.installation().classPathText(),
                CLICKHOUSE_MAIN,
                library.file().toString(),
                data.of(Service.CLICKHOUSE).toString(),
                Integer.toString(ports.of(Service.CLICKHOUSE)));
        Map<String, String> environment = new LinkedHashMap<>(keepJavaSignals());
        environment.put("TZ", "UTC");
        return new ServicePlan(Service.CLICKHOUSE, library::fetchIfAbsent, command, environment);
    }

    /**
     * Once the engine is connected, SIGSEGV, SIGBUS, SIGFPE and SIGILL are back at their defaults (seen in /proc/PID/status),
     * although it is told to leave them alone. Compiled Java code relies on SIGSEGV, for null checks among others, and the
     * process died of the next one under load. The JDK's own {@code libjsig}, loaded before all else, keeps the JVM's handlers.
     */
    private Map<String, String> keepJavaSignals() {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
        Path library = Path.of(System.getProperty("java.home"), "lib", mac ? "libjsig.dylib" : "libjsig.so");
        if (!Files.exists(library)) {
            return Map.of();
        }
        return Map.of(mac ? "DYLD_INSERT_LIBRARIES" : "LD_PRELOAD", library.toString());
    }

    private ServicePlan connect() {
        Path file = data.of(Service.CONNECT).resolve("worker.properties");
        // Records live as long as their batch, and four connectors have two batches each: of a young generation that is
        // too small they are copied into the old one, which is then collected again and again.
        List<String> command = java(
                List.of("-Xmx1536m", "-Xmn1g", "-XX:SurvivorRatio=4", "-XX:+UseSerialGC"),
                config.installation().workerClassPathText(),
                CONNECT_MAIN,
                file.toString());
        return new ServicePlan(Service.CONNECT, () -> store(workerProperties(), file), command, workerEnvironment());
    }

    /** The addresses, which the connectors' files name; the engine here asks for no user. */
    private Map<String, String> workerEnvironment() {
        Map<String, String> environment = new LinkedHashMap<>(addresses.toEnvironment());
        // The registry's own API, for Apicurio's converter.
        addresses
                .schemaRegistryUrl()
                .ifPresent(url -> environment.put(
                        "CANDLEWICK_APICURIO_URL", url.replace("/apis/ccompat/v7", "/apis/registry/v2")));
        environment.putIfAbsent("CANDLEWICK_CLICKHOUSE_USER", "default");
        environment.putIfAbsent("CANDLEWICK_CLICKHOUSE_PASSWORD", "");
        environment.putIfAbsent("CANDLEWICK_CLICKHOUSE_DATABASE", "default");
        return environment;
    }

    private Properties workerProperties() throws IOException {
        Path plugins = config.installation().pluginDirectory();
        if (!Files.isDirectory(plugins)) {
            plugins = Files.createDirectories(data.of(Service.CONNECT).resolve("no-plugins"));
        }
        List<Path> others = config.installation().otherPlugins();
        List<Path> folders = new ArrayList<>(List.of(plugins));
        folders.addAll(others);
        Properties properties = properties(
                "bootstrap.servers", addresses.bootstrapServers().orElseThrow(),
                "group.id", "candlewick-connect",
                "listeners", "http://127.0.0.1:" + ports.of(Service.CONNECT),
                "rest.advertised.host.name", "127.0.0.1",
                "plugin.path", folders.stream().map(Path::toString).collect(Collectors.joining(",")),
                // Not all of other people's say what they are; looking into every class of them takes longer.
                "plugin.discovery", others.isEmpty() ? "service_load" : "hybrid_warn",
                "config.providers", "env",
                "config.providers.env.class", EnvVarConfigProvider.class.getName(),
                "key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
                "value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
                // As many copies as the broker makes of every topic.
                "config.storage.topic", "connect-configs",
                "config.storage.replication.factor", "-1",
                "offset.storage.topic", "connect-offsets",
                "offset.storage.replication.factor", "-1",
                "offset.storage.partitions", "2",
                "status.storage.topic", "connect-status",
                "status.storage.replication.factor", "-1",
                "status.storage.partitions", "2",
                "offset.flush.interval.ms", "1000",
                "consumer.max.poll.records", "5000",
                "connector.client.config.override.policy", "All",
                // A lone worker that comes back gets its tasks at once instead of after five minutes.
                "scheduled.rebalance.max.delay.ms", "0",
                "session.timeout.ms", "10000",
                "heartbeat.interval.ms", "2000");
        if (Files.isDirectory(config.installation().pluginDirectory())) {
            properties.setProperty("rest.extension.classes", METRICS_EXTENSION);
        }
        return properties;
    }

    private ServicePlan streams() {
        Path state = data.of(Service.STREAMS);
        // Answers in Arrow's format reach into java.nio.
        List<String> command = java(
                List.of("-Xmx1g", "--add-opens=java.base/java.nio=ALL-UNNAMED"),
                config.installation().classPathText(),
                Installation.STREAMS_MAIN);
        Map<String, String> environment = new LinkedHashMap<>(addresses.toEnvironment());
        environment.put("CANDLEWICK_STATE_DIR", state.toString());
        environment.put("CANDLEWICK_HTTP_PORT", Integer.toString(ports.of(Service.STREAMS)));
        // A member that comes back under its name gets its partitions at once instead of after the session timeout.
        environment.put("CANDLEWICK_INSTANCE_ID", "local");
        return new ServicePlan(Service.STREAMS, () -> Files.createDirectories(state), command, environment);
    }

    /**
     * A JVM under {@link GuardedMain}. Ctrl-C in a terminal goes to every process of the foreground group; ignored here, so
     * that the supervisor stops the services in their order. A JVM leaves a signal alone that was ignored when it started.
     */
    private List<String> java(List<String> options, String classPath, String... main) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "java"));
        command.add(config.installation().javaProgram().toString());
        command.add("-Xshare:auto");
        command.addAll(options);
        command.add("-Dfile.encoding=UTF-8");
        command.add("-Duser.timezone=UTC");
        command.add("-Dlogback.configurationFile=io/candlewick/local/service-logback.xml");
        command.addAll(List.of("-cp", classPath, GuardedMain.class.getName()));
        command.addAll(List.of(main));
        return command;
    }

    private static Properties properties(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }

    private static void store(Properties properties, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, "Written at every start of the stack.");
        }
    }
}
