package io.candlewick.chaos;

import io.candlewick.connect.rest.ConnectorDeployer;
import io.candlewick.connect.rest.ConnectorException;
import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.connect.sink.CommonConfig;
import io.candlewick.ingest.instrument.InstrumentTopic;
import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackConfig;
import io.candlewick.local.StackException;
import io.candlewick.local.TimescaleServer;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.streams.app.StreamsMain;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that runs: brokers, registry, both databases, the Connect worker, and instances of the streams application, each a process of its own; proxies stand before the brokers and the databases.
 */
final class Site implements AutoCloseable {

    private static final Set<Service> SERVICES =
            Set.of(Service.REGISTRY, Service.TIMESCALE, Service.CLICKHOUSE, Service.CONNECT);
    private static final String APPLICATION = "chaos";
    private static final Duration CONNECTOR_LIMIT = Duration.ofMinutes(2);
    private static final String INSTANCE_MEMORY = "64MiB";

    private final ChaosOptions options;
    private final Set<Lane> lanes;
    private final Path directory;
    private final Brokers brokers;
    private final LocalStack stack;
    private final TcpProxy timescaleProxy;
    private final TcpProxy clickhouseProxy;
    private final List<Member> instances = new ArrayList<>();
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();
    private boolean closed;

    private Site(ChaosOptions options, Set<Lane> lanes, Path directory, Brokers brokers, LocalStack stack) {
        this.options = options;
        this.lanes = Set.copyOf(lanes);
        this.directory = directory;
        this.brokers = brokers;
        this.stack = stack;
        this.timescaleProxy = new TcpProxy(
                URI.create(timescale().url().substring("jdbc:".length())).getPort());
        this.clickhouseProxy = new TcpProxy(URI.create(clickhouseUrl()).getPort());
        for (int index = 0; index < ChaosOptions.MOST_INSTANCES; index++) {
            instances.add(instance(index));
        }
    }

    /** Starts it; the instances of the streams application come when they are asked for. */
    static Site started(ChaosOptions options, MarketTruth truth, Set<Lane> lanes, Path directory)
            throws StackException, InterruptedException {
        Brokers brokers = Brokers.started(options.brokers(), directory);
        try {
            LocalStack stack = LocalStack.started(StackConfig.in(directory.resolve("stack"))
                    .withTimescale(Optional.empty())
                    .onBrokers(brokers.clientServers())
                    .withServices(SERVICES));
            Site site = new Site(options, lanes, directory, brokers, stack);
            try {
                site.deploy(
                        "timescaledb-sink",
                        "timescale.url",
                        site.proxied(site.timescale().url()));
                site.deploy("clickhouse-sink", "clickhouse.url", "http://127.0.0.1:" + site.clickhouseProxy.port());
                new InstrumentTopic(brokers.clientServers(), site.serdes(), Map.of()).publish(truth.instruments());
                return site;
            } catch (ConnectorException failed) {
                site.close();
                throw new StackException(String.valueOf(failed.getMessage()), failed);
            }
        } catch (StackException | InterruptedException failed) {
            brokers.close();
            throw failed;
        }
    }

    private String proxied(String url) {
        return url.replaceFirst(":\\d+/", ":" + timescaleProxy.port() + "/");
    }

    private void deploy(String name, String key, String url) {
        // One connector a database, so that one proxy is all that a fault needs.
        ConnectorFile file = ConnectorFile.bundled(name)
                .with(Map.of(key, url, "retry.backoff.max", "1s", CommonConfig.BARS_OF, "all"));
        new ConnectorDeployer(URI.create(stack.addresses().connectUrl().orElseThrow())).apply(file, CONNECTOR_LIMIT);
    }

    private Member instance(int index) {
        String name = "streams-" + (index + 1);
        Map<String, String> settings = new HashMap<>();
        settings.put(StreamsAppConfig.BOOTSTRAP_SERVERS, brokers.clientServers());
        settings.put(RegistryConfig.URL, registryUrl());
        settings.put(StreamsAppConfig.APPLICATION_ID, APPLICATION);
        settings.put(StreamsAppConfig.LANES, lanes.stream().map(Lane::code).collect(Collectors.joining(",")));
        settings.put(StreamsAppConfig.INSTANCE_ID, name);
        settings.put(StreamsAppConfig.STANDBY_REPLICAS, Integer.toString(options.standbys()));
        settings.put(StreamsAppConfig.SESSION_TIMEOUT, options.sessionTimeout().toMillis() + "ms");
        // Nothing here looks at open bars, and saying them would be most of the work.
        settings.put(StreamsAppConfig.FORMING_PER_SECOND, "0");
        settings.put(StreamsAppConfig.ROCKSDB_MEMORY, INSTANCE_MEMORY);
        settings.put(StreamsAppConfig.STATE_DIR, stateOf(index).toString());
        String heap = options.symbols() > 1_000 ? "-Xmx1g" : "-Xmx384m";
        return new Member(
                name, List.of(heap), List.of(StreamsMain.class.getName()), settings, directory.resolve(name + ".log"));
    }

    Path stateOf(int instance) {
        return directory.resolve("streams-" + (instance + 1));
    }

    Brokers brokers() {
        return brokers;
    }

    List<Member> instances() {
        return instances;
    }

    /** Consumer group of a lane. */
    static String group(Lane lane) {
        return APPLICATION + "-" + lane.code();
    }

    Set<Lane> lanes() {
        return lanes;
    }

    TcpProxy timescaleProxy() {
        return timescaleProxy;
    }

    TcpProxy clickhouseProxy() {
        return clickhouseProxy;
    }

    TimescaleServer timescale() {
        return stack.addresses().timescale().orElseThrow();
    }

    String clickhouseUrl() {
        return stack.addresses().clickhouseUrl().orElseThrow();
    }

    String registryUrl() {
        return stack.addresses().schemaRegistryUrl().orElseThrow();
    }

    RecordSerdes serdes() {
        return new CandlewickSerdes(RegistryConfig.of(registryUrl()));
    }

    /** Makes sure of as many instances: starts those that lack, ends those that are too many. */
    void scaleTo(int count) throws IOException, InterruptedException {
        for (int index = count; index < instances.size(); index++) {
            instances.get(index).end();
        }
        for (int index = 0; index < count; index++) {
            instances.get(index).start();
        }
    }

    /** The process of a service of the local stack and all it started, those deepest in the tree first. */
    List<ProcessHandle> processesOf(Service service) {
        return stack.state().services().stream()
                .filter(entry -> entry.name() == service && entry.pid() != null)
                .flatMap(entry -> ProcessHandle.of(entry.pid()).stream())
                .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process)))
                .toList();
    }

    /** Remembers the processes there are, and starts those of our own again that ended although nobody told them to; tells of these. */
    synchronized List<String> tend() throws IOException {
        List<String> told = new ArrayList<>();
        if (closed) {
            return told;
        }
        for (Member member :
                Stream.concat(brokers.members().stream(), instances.stream()).toList()) {
            member.revive().ifPresent(told::add);
            member.handle().ifPresent(seen::add);
        }
        for (Service service : SERVICES) {
            seen.addAll(processesOf(service));
        }
        seen.removeIf(process -> !process.isAlive());
        return told;
    }

    /** As {@link #tend}, for moments when nobody is there to be told. */
    void tendQuietly() {
        try {
            tend();
        } catch (IOException notStarted) {
            throw new java.io.UncheckedIOException(notStarted);
        }
    }

    /** Whether anything that was once seen of ours is alive. */
    synchronized boolean isAnyAlive() {
        return seen.stream().anyMatch(ProcessHandle::isAlive);
    }

    /** Everything of ours that is alive, by name, for those who measure. */
    synchronized Map<String, ProcessHandle> processes() {
        Map<String, ProcessHandle> processes = new java.util.LinkedHashMap<>();
        Stream.concat(brokers.members().stream(), instances.stream())
                .filter(Member::isAlive)
                .forEach(member -> member.handle().ifPresent(handle -> processes.put(member.name(), handle)));
        for (Service service : EnumSet.of(Service.CONNECT, Service.REGISTRY, Service.CLICKHOUSE)) {
            processesOf(service).stream()
                    .filter(handle -> handle.children().findAny().isEmpty())
                    .findFirst()
                    .ifPresent(handle -> processes.put(service.title(), handle));
        }
        return processes;
    }

    /** What was once seen of ours and is alive: nothing, after {@link #close}. Ends it. */
    synchronized List<String> orphans() {
        List<ProcessHandle> alive = seen.stream().filter(ProcessHandle::isAlive).toList();
        List<String> names = alive.stream()
                .map(process -> process.pid() + " " + process.info().command().orElse("?"))
                .toList();
        alive.forEach(ProcessHandle::destroyForcibly);
        return names;
    }

    /** Forgets the state of an instance, as if its disk were lost. */
    void loseState(int instance) throws IOException {
        Path state = stateOf(instance);
        if (Files.notExists(state)) {
            return;
        }
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Ends everything; a second time does nothing. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            Standstill.end(List.copyOf(seen));
        }
        List<Thread> closing = instances.stream()
                .filter(Member::isAlive)
                .map(member -> new Thread(member::close, "stop-instance"))
                .toList();
        closing.forEach(Thread::start);
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        stack.close();
        timescaleProxy.close();
        clickhouseProxy.close();
        brokers.close();
    }
}
