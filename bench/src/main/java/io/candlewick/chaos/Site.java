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
import io.candlewick.streams.config.Lane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything that runs: brokers, registry, both databases, Connect workers, and instances of the streams application, each a process of
 * its own; proxies stand before the brokers and the databases.
 */
final class Site implements AutoCloseable {

    private static final Set<Service> DATABASES = EnumSet.of(Service.TIMESCALE, Service.CLICKHOUSE);

    private final Set<Lane> lanes;
    private final Brokers brokers;
    private final LocalStack stack;
    private final Optional<Tables> tables;
    private final Instances instances;
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();
    private boolean closed;

    private Site(Set<Lane> lanes, Brokers brokers, LocalStack stack, Optional<Tables> tables, Instances instances) {
        this.lanes = lanes;
        this.brokers = brokers;
        this.stack = stack;
        this.tables = tables;
        this.instances = instances;
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
            Instances instances = new Instances(options, directory, brokers.clientServers(), registryOf(stack));
            opened.push(instances);
            Site site = new Site(options.site().lanes(), brokers, stack, tables, instances);
            new InstrumentTopic(brokers.clientServers(), site.serdes(), Map.of()).publish(truth.instruments());
            opened.clear();
            return site;
        } catch (ConnectorException | IOException failed) {
            throw new StackException(String.valueOf(failed.getMessage()), failed);
        } finally {
            closeAll(opened);
        }
    }

    Brokers brokers() {
        return brokers;
    }

    Instances instances() {
        return instances;
    }

    Set<Lane> lanes() {
        return lanes;
    }

    /** Databases and workers, where there are any. */
    Optional<Tables> tables() {
        return tables;
    }

    String registryUrl() {
        return registryOf(stack);
    }

    private static String registryOf(LocalStack stack) {
        return stack.addresses().schemaRegistryUrl().orElseThrow();
    }

    RecordSerdes serdes() {
        return new CandlewickSerdes(RegistryConfig.of(registryUrl()));
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

    private Stream<Member> ours() {
        return Stream.concat(brokers.members().stream(), instances.members().stream());
    }

    /** Remembers the processes there are, and starts those of our own again that ended although nobody told them to; tells of these. */
    synchronized List<String> tend() throws IOException {
        List<String> told = new ArrayList<>();
        if (closed) {
            return told;
        }
        for (Member member : ours().toList()) {
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
            throw new UncheckedIOException(notStarted);
        }
    }

    /** Whether anything that was once seen of ours is alive. */
    synchronized boolean isAnyAlive() {
        return seen.stream().anyMatch(ProcessHandle::isAlive);
    }

    /** Everything of ours that is alive, by name, for those who measure. */
    synchronized Map<String, ProcessHandle> processes() {
        Map<String, ProcessHandle> processes = new LinkedHashMap<>();
        ours().filter(Member::isAlive)
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
        Deque<AutoCloseable> open = new ArrayDeque<>(List.of(stack, brokers));
        tables.ifPresent(open::push);
        open.push(instances);
        closeAll(open);
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
