package io.candlewick.local;

import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import io.candlewick.serde.RegistryException;
import io.candlewick.serde.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local stack: one supervisor, this process, and one child process a service.
 *
 * <p><b>Shape</b>: {@link #open} takes the data directory, {@link #start} starts what was asked for and returns when all
 * answer, {@link #close} stops it; {@code stack.json} in the data directory follows every change. When this process ends,
 * however it ends, the children end too.
 *
 * <p>It is longer than most classes because the order of starting and of stopping is one thing to read, and it is here.
 *
 * <p><b>Thread</b>: any; {@link #close} may come from a shutdown hook while {@link #start} is running.
 *
 * <p><b>Cost</b>: about 1.6 GB of memory for the whole stack at rest, 10 to 20 seconds to start.
 */
public final class LocalStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    /** First those that read and write, then what they read from and write to, the broker last. */
    private static final List<List<Service>> STOP_ORDER = List.of(
            List.of(Service.STREAMS, Service.CONNECT),
            List.of(Service.REGISTRY, Service.TIMESCALE, Service.CLICKHOUSE),
            List.of(Service.BROKER));

    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

    private final StackConfig config;
    private final DataDirectory data;
    private final StackAddresses addresses;
    private final Map<Service, ManagedService> services = new EnumMap<>(Service.class);
    private final Map<Service, Probe> probes;
    private final ExecutorService threads = Executors.newCachedThreadPool(LocalStack::daemon);
    private final Consumer<StackState> onChange;

    private ServiceState state = ServiceState.WAITING;
    private boolean closed;

    private LocalStack(StackConfig config, DataDirectory data, Ports ports, Consumer<StackState> onChange)
            throws IOException {
        this.config = config;
        this.data = data;
        this.onChange = onChange;
        this.addresses = addresses(config, data, ports);
        this.probes = Probes.of(addresses);
        new ServicePlans(config, data, ports, addresses)
                .all()
                .forEach((service, plan) -> services.put(
                        service,
                        new ManagedService(plan, data, probes.getOrDefault(service, Optional::empty), this::publish)));
    }

    /**
     * Finds out whether a stack could be opened in a data directory, without keeping it.
     *
     * @param dataDirectory made when absent
     * @throws StackException when it is in use or not writable
     */
    public static void checkFree(Path dataDirectory) throws StackException {
        close(DataDirectory.take(dataDirectory));
    }

    /**
     * Takes the data directory and allots the ports; nothing is started yet.
     *
     * @param config what to start
     * @return the stack, to be started and closed
     * @throws StackException when the directory is in use or not writable, or a given port is in use
     */
    public static LocalStack open(StackConfig config) throws StackException {
        return open(config, state -> {});
    }

    /**
     * Takes the data directory and allots the ports; nothing is started yet.
     *
     * @param config what to start
     * @param onChange told of every change, from any thread
     * @return the stack, to be started and closed
     * @throws StackException when the directory is in use or not writable, or a given port is in use
     */
    public static LocalStack open(StackConfig config, Consumer<StackState> onChange) throws StackException {
        DataDirectory data = DataDirectory.take(config.dataDirectory());
        try {
            Leftovers.end(config.dataDirectory());
            Ports ports = Ports.allot(config, data.file("ports.properties"));
            return new LocalStack(config, data, ports, onChange);
        } catch (StackException | IOException e) {
            close(data);
            throw e instanceof StackException known
                    ? known
                    : new StackException("the data directory " + data.root() + " cannot be written: " + e, e);
        }
    }

    /**
     * Opens and starts a stack.
     *
     * @param config what to start
     * @return the running stack
     * @throws StackException when it does not start; nothing of it is left running
     * @throws InterruptedException when interrupted; nothing of it is left running
     */
    public static LocalStack started(StackConfig config) throws StackException, InterruptedException {
        LocalStack stack = open(config);
        stack.start();
        return stack;
    }

    private static StackAddresses addresses(StackConfig config, DataDirectory data, Ports ports) throws IOException {
        Optional<TimescaleServer> timescale = config.timescale();
        if (timescale.isPresent()) {
            data.keepSecret(PostgresPlan.PASSWORD, timescale.get().password());
        } else if (config.services().contains(Service.TIMESCALE)) {
            timescale = Optional.of(new TimescaleServer(
                    "jdbc:postgresql://127.0.0.1:" + ports.of(Service.TIMESCALE) + "/" + PostgresPlan.DATABASE,
                    PostgresPlan.USER,
                    data.secretOrNew(PostgresPlan.PASSWORD)));
        }
        return new StackAddresses(
                config.brokers().or(() -> address(config, ports, Service.BROKER, "127.0.0.1:%d")),
                address(config, ports, Service.REGISTRY, "http://127.0.0.1:%d/apis/ccompat/v7"),
                address(config, ports, Service.CONNECT, "http://127.0.0.1:%d"),
                timescale,
                address(config, ports, Service.CLICKHOUSE, "http://127.0.0.1:%d"),
                address(config, ports, Service.STREAMS, "http://127.0.0.1:%d"));
    }

    private static Optional<String> address(StackConfig config, Ports ports, Service service, String pattern) {
        return config.services().contains(service)
                ? Optional.of(String.format(java.util.Locale.ROOT, pattern, ports.of(service)))
                : Optional.empty();
    }

    /**
     * Starts everything and returns when all services answer, topics, schemas and instruments are there, and the connectors
     * run.
     *
     * @throws StackException when something does not start; the stack is closed then
     * @throws InterruptedException when interrupted; the stack is closed then
     */
    public void start() throws StackException, InterruptedException {
        enter(ServiceState.STARTING);
        try {
            await(launch());
            enter(ServiceState.READY);
        } catch (ExecutionException e) {
            close();
            throw unwrap(e);
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    private List<CompletableFuture<Void>> launch() {
        CompletableFuture<Void> broker = after(List.of(), () -> startService(Service.BROKER));
        CompletableFuture<Void> registry = after(List.of(), () -> startService(Service.REGISTRY));
        CompletableFuture<Void> timescale = after(List.of(), this::startOrCheckTimescale);
        CompletableFuture<Void> clickhouse = after(List.of(), () -> startService(Service.CLICKHOUSE));
        CompletableFuture<Void> topics = after(List.of(broker), this::createTopics);
        CompletableFuture<Void> subjects = after(List.of(registry), this::registerSubjects);
        Provisioning provisioning = new Provisioning(addresses);
        CompletableFuture<Void> instruments = after(List.of(topics, subjects), provisioning::publishInstruments);
        CompletableFuture<Void> connect = after(List.of(broker), () -> startService(Service.CONNECT));
        CompletableFuture<Void> connectors =
                after(List.of(connect, topics, subjects, timescale, clickhouse), provisioning::deployConnectors);
        CompletableFuture<Void> streams = after(List.of(topics, subjects), () -> startService(Service.STREAMS));
        return List.of(
                broker, registry, timescale, clickhouse, topics, subjects, instruments, connect, connectors, streams);
    }

    private interface Step {
        void run() throws StackException, InterruptedException;
    }

    private CompletableFuture<Void> after(List<CompletableFuture<Void>> needed, Step step) {
        return CompletableFuture.allOf(needed.toArray(CompletableFuture<?>[]::new))
                .thenRunAsync(
                        () -> {
                            try {
                                step.run();
                            } catch (StackException | InterruptedException e) {
                                throw new CompletionException(e);
                            }
                        },
                        threads);
    }

    /** Waits for all, or for the first that fails. */
    private static void await(List<CompletableFuture<Void>> steps) throws ExecutionException, InterruptedException {
        CompletableFuture<Void> failure = new CompletableFuture<>();
        List<CompletableFuture<Void>> watched = steps.stream()
                .map(step -> step.whenComplete((done, fault) -> {
                    if (fault != null) {
                        failure.completeExceptionally(fault);
                    }
                }))
                .toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(watched.toArray(CompletableFuture<?>[]::new));
        CompletableFuture.anyOf(all, failure).get();
    }

    private static StackException unwrap(ExecutionException e) {
        Throwable cause = e;
        while (cause instanceof ExecutionException || cause instanceof CompletionException) {
            @Nullable Throwable deeper = cause.getCause();
            if (deeper == null) {
                break;
            }
            cause = deeper;
        }
        return cause instanceof StackException known
                ? known
                : new StackException("the stack did not start: " + cause, e);
    }

    private void startService(Service service) throws StackException, InterruptedException {
        ManagedService managed = services.get(service);
        if (managed != null) {
            managed.start();
        }
    }

    private void startOrCheckTimescale() throws StackException, InterruptedException {
        if (config.timescale().isEmpty()) {
            startService(Service.TIMESCALE);
            return;
        }
        Probe probe = probes.get(Service.TIMESCALE);
        Optional<String> reason = probe == null ? Optional.empty() : probe.check();
        if (reason.isPresent()) {
            throw new StackException("the TimescaleDB that was given does not answer: " + reason.get()
                    + ": correct --timescale-url or CANDLEWICK_TIMESCALE_URL, or leave it out to start one");
        }
    }

    private void createTopics() throws StackException, InterruptedException {
        if (addresses.kafka().isPresent()) {
            try (TopicCatalogue catalogue = new TopicCatalogue(addresses.kafka().get())) {
                catalogue.createMissing();
            }
        }
    }

    private void registerSubjects() throws StackException {
        if (addresses.registry().isEmpty()) {
            return;
        }
        SchemaRegistry registry = new SchemaRegistry(addresses.registry().get());
        try {
            for (TopicSpec topic : Topics.ALL) {
                topic.value().ifPresent(schema -> registry.register(topic.valueSubject(), schema));
            }
        } catch (RegistryException e) {
            throw new StackException(
                    "the schemas cannot be registered: " + Probes.oneLine(String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * Where the services answer.
     *
     * @return addresses of what is part of this stack
     */
    public StackAddresses addresses() {
        return addresses;
    }

    /**
     * The state as {@code stack.json} has it.
     *
     * @return a snapshot
     */
    public synchronized StackState state() {
        List<StackState.Entry> entries = new ArrayList<>();
        for (Service service : Service.values()) {
            ManagedService managed = services.get(service);
            if (managed != null) {
                entries.add(managed.entry());
            } else if (service == Service.TIMESCALE && config.timescale().isPresent()) {
                entries.add(new StackState.Entry(service, ServiceState.EXTERNAL, 0, 0, null, null, null, null));
            }
        }
        return new StackState(
                state,
                ProcessHandle.current().pid(),
                StackState.startOf(ProcessHandle.current()).orElse(null),
                data.root().toString(),
                addresses.bootstrapServers().orElse(null),
                addresses.schemaRegistryUrl().orElse(null),
                addresses.connectUrl().orElse(null),
                addresses.timescale().map(TimescaleServer::url).orElse(null),
                addresses.timescale().map(TimescaleServer::user).orElse(null),
                addresses
                        .timescale()
                        .map(server -> data.secret(PostgresPlan.PASSWORD).toString())
                        .orElse(null),
                addresses.clickhouseUrl().orElse(null),
                addresses.streamsUrl().orElse(null),
                entries);
    }

    /**
     * Asks every service now.
     *
     * @return one answer a service
     * @throws InterruptedException when interrupted
     */
    public List<ServiceHealth> health() throws InterruptedException {
        return ServiceHealth.of(state(), addresses);
    }

    private void enter(ServiceState next) {
        synchronized (this) {
            state = next;
        }
        publish();
    }

    private synchronized void publish() {
        StackState now = state();
        try {
            now.write(data.root());
        } catch (IOException e) {
            LOG.warn("stack.json cannot be written: {}", e.toString());
        }
        onChange.accept(now);
    }

    /** Stops all services in their order, within ten seconds, and gives the data directory free. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        for (List<Service> together : STOP_ORDER) {
            stop(together);
        }
        threads.shutdownNow();
        enter(ServiceState.STOPPED);
        close(data);
    }

    private void stop(List<Service> together) {
        List<Thread> stoppers = together.stream()
                .map(services::get)
                .filter(java.util.Objects::nonNull)
                .map(managed -> daemon(() -> stop(managed)))
                .toList();
        stoppers.forEach(Thread::start);
        stoppers.forEach(LocalStack::joinWhole);
    }

    /** An interrupted caller still waits: a stack half stopped is what closing is there to prevent. */
    private static void joinWhole(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(ManagedService managed) {
        try {
            managed.stop(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(DataDirectory data) {
        try {
            data.close();
        } catch (IOException e) {
            LOG.warn("the lock of {} cannot be given free: {}", data.root(), e.toString());
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "stack");
        thread.setDaemon(true);
        return thread;
    }
}
