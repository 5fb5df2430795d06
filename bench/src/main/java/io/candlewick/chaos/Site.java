package io.candlewick.chaos;

import io.candlewick.connect.rest.ConnectorException;
import io.candlewick.ingest.instrument.InstrumentTopic;
import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackConfig;
import io.candlewick.local.StackException;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.streams.app.StreamsMain;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
 * Everything that runs: brokers, registry, both databases, Connect workers, and instances of the streams application, each a process of its own; proxies stand before the brokers and the databases.
 */
final class Site implements AutoCloseable {

    private static final Set<Service> DATABASES = EnumSet.of(Service.TIMESCALE, Service.CLICKHOUSE);
    private static final String APPLICATION = "chaos";
    private static final String INSTANCE_MEMORY = "64MiB";

    private final ChaosOptions options;
    private final Path directory;
    private final Brokers brokers;
    private final LocalStack stack;
    private final Optional<Tables> tables;
    private final List<SmallDisk> disks;
    private final List<Member> instances = new ArrayList<>();
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();
    private boolean closed;

    private Site(
            ChaosOptions options,
            Path directory,
            Brokers brokers,
            LocalStack stack,
            Optional<Tables> tables,
            List<SmallDisk> disks) {
        this.options = options;
        this.directory = directory;
        this.brokers = brokers;
        this.stack = stack;
        this.tables = tables;
        this.disks = List.copyOf(disks);
        for (int index = 0; index < SiteSize.MOST_INSTANCES; index++) {
            instances.add(instance(index));
        }
    }

    /** Starts it; the instances of the streams application come when they are asked for. */
    static Site started(ChaosOptions options, MarketTruth truth, Path directory)
            throws StackException, InterruptedException {
        Set<Service> services = EnumSet.of(Service.REGISTRY);
        if (options.site().hasTables()) {
            services.addAll(DATABASES);
        }
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            List<SmallDisk> disks = disks(options, directory);
            disks.forEach(opened::push);
            Brokers brokers = Brokers.started(options.site().brokers(), directory);
            opened.push(brokers);
            LocalStack stack = LocalStack.started(StackConfig.in(directory.resolve("stack"))
                    .withTimescale(Optional.empty())
                    .onBrokers(brokers.clientServers())
                    .withServices(services));
            opened.push(stack);
            Optional<Tables> tables = options.site().hasTables()
                    ? Optional.of(Tables.started(options.site().workers(), directory, brokers.clientServers(), stack))
                    : Optional.empty();
            tables.ifPresent(opened::push);
            Site site = new Site(options, directory, brokers, stack, tables, disks);
            new InstrumentTopic(brokers.clientServers(), site.serdes(), Map.of()).publish(truth.instruments());
            opened.clear();
            return site;
        } catch (ConnectorException | IOException failed) {
            throw new StackException(String.valueOf(failed.getMessage()), failed);
        } finally {
            closeAll(opened);
        }
    }

    private static List<SmallDisk> disks(ChaosOptions options, Path directory) throws IOException {
        List<SmallDisk> disks = new ArrayList<>();
        if (options.faults().contains(FaultKind.FULL_STATE)) {
            for (int index = 0; index < options.site().instances(); index++) {
                SmallDisk.mounted(diskOf(directory, index), SmallDisk.STATE_MEBIBYTES).ifPresent(disks::add);
            }
        }
        return disks;
    }

    private Member instance(int index) {
        String name = "streams-" + (index + 1);
        Map<String, String> settings = new HashMap<>();
        settings.put(StreamsAppConfig.BOOTSTRAP_SERVERS, brokers.clientServers());
        settings.put(RegistryConfig.URL, registryUrl());
        settings.put(StreamsAppConfig.APPLICATION_ID, APPLICATION);
        settings.put(
                StreamsAppConfig.LANES,
                options.site().lanes().stream().map(Lane::code).collect(Collectors.joining(",")));
        settings.put(StreamsAppConfig.INSTANCE_ID, name);
        settings.put(
                StreamsAppConfig.STANDBY_REPLICAS,
                Integer.toString(options.site().standbys()));
        settings.put(
                StreamsAppConfig.SESSION_TIMEOUT,
                options.site().sessionTimeout().toMillis() + "ms");
        // Nothing here looks at open bars, and saying them would be most of the work.
        settings.put(StreamsAppConfig.FORMING_PER_SECOND, "0");
        settings.put(StreamsAppConfig.ROCKSDB_MEMORY, INSTANCE_MEMORY);
        settings.put(StreamsAppConfig.STATE_DIR, stateOf(index).toString());
        String heap = options.symbols() > 1_000 ? "-Xmx1g" : "-Xmx384m";
        return new Member(
                name, List.of(heap), List.of(StreamsMain.class.getName()), settings, directory.resolve(name + ".log"));
    }

    private static Path diskOf(Path directory, int instance) {
        return directory.resolve("streams-" + (instance + 1));
    }

    private Path stateOf(int instance) {
        return diskOf(directory, instance).resolve("state");
    }

    /** Whether instances have disks that can be filled: not where this process may not mount any. */
    boolean hasDisks() {
        return disks.size() == options.site().instances();
    }

    /** The disk that the state of an instance is on. */
    SmallDisk disk(int instance) {
        return disks.get(instance);
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
        return options.site().lanes();
    }

    /** Databases and workers, where there are any. */
    Optional<Tables> tables() {
        return tables;
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
        return processesOf(stack, service);
    }

    static List<ProcessHandle> processesOf(LocalStack stack, Service service) {
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
        for (Service service : Service.values()) {
            seen.addAll(processesOf(service));
        }
        tables.ifPresent(some -> seen.addAll(some.workers().processes()));
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
        for (Service service : EnumSet.of(Service.REGISTRY, Service.CLICKHOUSE)) {
            innermost(processesOf(service)).ifPresent(handle -> processes.put(service.title(), handle));
        }
        tables.ifPresent(some -> {
            for (int index = 0; index < some.workers().count(); index++) {
                String name = Service.CONNECT.title() + "-" + (index + 1);
                innermost(some.workers().processes(index)).ifPresent(handle -> processes.put(name, handle));
            }
        });
        return processes;
    }

    private static Optional<ProcessHandle> innermost(List<ProcessHandle> tree) {
        return tree.stream()
                .filter(handle -> handle.children().findAny().isEmpty())
                .findFirst();
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
        Deque<AutoCloseable> rest = new ArrayDeque<>(disks);
        rest.push(brokers);
        rest.push(stack);
        tables.ifPresent(rest::push);
        closeAll(rest);
    }

    /** The last that was opened first; one that does not close keeps no other from it. */
    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failed) {
                System.err.println("candlewick: not closed: " + failed);
            }
        }
    }
}
