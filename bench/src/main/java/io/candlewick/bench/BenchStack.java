package io.candlewick.bench;

import io.candlewick.connect.rest.ConnectorDeployer;
import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.connect.rest.ConnectorStatus;
import io.candlewick.connect.sink.CommonConfig;
import io.candlewick.contract.TopicSpec;
import io.candlewick.ingest.config.IngestConfig;
import io.candlewick.ingest.instrument.InstrumentTopic;
import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackConfig;
import io.candlewick.local.StackException;
import io.candlewick.local.Trees;
import io.candlewick.market.Instrument;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.RegistryConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The broker and the registry that a measurement runs against, in a directory that goes with them unless it is to be kept, or the
 * measurement failed: then its logs are wanted.
 */
final class BenchStack implements AutoCloseable {

    private static final Duration CONNECTOR_LIMIT = Duration.ofSeconds(60);
    /* Several times what the downloader lets any reader fall behind. */
    private static final long PARTITION_BYTES = 512L << 20;
    private static final long SEGMENT_BYTES = 64L << 20;

    private final Path directory;
    private final boolean kept;
    private final LocalStack stack;
    private final RecordSerdes serdes;
    private boolean succeeded;

    private BenchStack(Path directory, boolean kept, LocalStack stack) {
        this.directory = directory;
        this.kept = kept;
        this.stack = stack;
        this.serdes = new CandlewickSerdes(
                RegistryConfig.of(stack.addresses().schemaRegistryUrl().orElseThrow()));
    }

    /** Broker and registry. */
    static BenchStack start(Optional<Path> keep) throws StackException, InterruptedException {
        return start(keep, EnumSet.of(Service.BROKER, Service.REGISTRY));
    }

    /** Everything but the streams application, with a PostgreSQL of its own. */
    static BenchStack startWithoutLanes(Optional<Path> keep) throws StackException, InterruptedException {
        return start(keep, EnumSet.complementOf(EnumSet.of(Service.STREAMS)));
    }

    private static BenchStack start(Optional<Path> keep, Set<Service> services)
            throws StackException, InterruptedException {
        Path directory;
        try {
            directory = keep.isPresent()
                    ? keep.get().toAbsolutePath().normalize()
                    : Files.createTempDirectory("candlewick-bench-");
        } catch (IOException full) {
            throw new StackException("no directory for the measurement can be made: " + full.getMessage(), full);
        }
        LocalStack stack = LocalStack.open(
                StackConfig.in(directory).withTimescale(Optional.empty()).withServices(services));
        BenchStack started = new BenchStack(directory, keep.isPresent(), stack);
        Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-bench"));
        stack.start();
        return started;
    }

    String bootstrapServers() {
        return stack.addresses().bootstrapServers().orElseThrow();
    }

    RecordSerdes serdes() {
        return serdes;
    }

    Path directory() {
        return directory;
    }

    /** What a program of Candlewick must be told to run against this stack. */
    Map<String, String> environment() {
        return stack.addresses().toEnvironment();
    }

    /** What an ingest process of some roles needs beside its vendor; port 0 is any. */
    Map<String, String> ingestEnvironment(String roles, int httpPort) {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put(IngestConfig.ROLES, roles);
        environment.put(IngestConfig.HTTP_PORT, Integer.toString(httpPort));
        environment.put(IngestConfig.DIRECTORY, directory.resolve("ingest").toString());
        return environment;
    }

    /** Where ClickHouse answers. */
    String clickhouseUrl() {
        return stack.addresses().clickhouseUrl().orElseThrow();
    }

    /** Where connectors are looked at. */
    ConnectorDeployer connectors() {
        return new ConnectorDeployer(URI.create(stack.addresses().connectUrl().orElseThrow()));
    }

    /** Has a database's sinks leave out, and let go of, bars that are older than so long; {@code off} keeps all. */
    void keepBars(String database, String retention) {
        ConnectorDeployer deployer = connectors();
        for (ConnectorFile connector : ConnectorFile.bundledFor(database)) {
            deployer.apply(connector.with(Map.of(CommonConfig.RETENTION_BARS, retention)), CONNECTOR_LIMIT);
        }
    }

    /**
     * Has the broker let go of what everybody has read long ago, so that years need not fit on a disk twice.
     *
     * @throws StackException if it refuses
     */
    void boundTopics(Collection<TopicSpec> topics) throws StackException, InterruptedException {
        List<AlterConfigOp> bounds = List.of(
                set(TopicConfig.RETENTION_BYTES_CONFIG, PARTITION_BYTES),
                set(TopicConfig.SEGMENT_BYTES_CONFIG, SEGMENT_BYTES));
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        topics.forEach(topic -> changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), bounds));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (ExecutionException refused) {
            throw new StackException("topics cannot be bounded: " + refused.getCause(), refused);
        }
    }

    private static AlterConfigOp set(String name, long value) {
        return new AlterConfigOp(new ConfigEntry(name, Long.toString(value)), AlterConfigOp.OpType.SET);
    }

    /** Finds out that a sink has failed for good, which its readers' lag shows only as a number that stays. */
    static void requireSinks(ConnectorDeployer connectors) throws StackException {
        for (String name : connectors.names()) {
            Optional<ConnectorStatus> failed = connectors.find(name).filter(ConnectorStatus::hasFailed);
            if (failed.isPresent()) {
                throw new StackException("a sink has failed: " + failed.get());
            }
        }
    }

    /** Process ids by service, of those that run here. */
    Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        stack.state().services().forEach(service -> {
            Long pid = service.pid();
            if (pid != null) {
                pids.put(service.name().title(), pid);
            }
        });
        return pids;
    }

    void publish(Collection<Instrument> instruments) {
        new InstrumentTopic(bootstrapServers(), serdes, Map.of()).publish(instruments);
    }

    /** Says that nobody will want the logs. */
    synchronized void succeeded() {
        succeeded = true;
    }

    @Override
    public synchronized void close() {
        stack.close();
        if (!kept && succeeded) {
            Trees.deleteIfPossible(directory);
        }
    }
}
