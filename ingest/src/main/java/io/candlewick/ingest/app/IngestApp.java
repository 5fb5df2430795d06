package io.candlewick.ingest.app;

import io.candlewick.avro.FeedState;
import io.candlewick.config.Settings;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.config.IngestConfig;
import io.candlewick.ingest.feed.ServiceIdentity;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.RecordWriter;
import io.candlewick.market.Times;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The ingest process from its start to its end: waits for what it needs, starts its roles, serves metrics, and stops in order.
 *
 * <p><b>Thread</b>: one starts, another may close.
 */
public final class IngestApp implements AutoCloseable {

    private static final String LIVE = "live";

    /** The roles there are, by their names in the configuration. */
    public static final Map<String, Role.Kind> ROLES = Map.of(
            // Its settings are those every process has.
            LIVE,
            new Role.Kind(settings -> {}, LiveRole::new),
            "download",
            new Role.Kind(DownloadRole::settings, DownloadRole::new),
            "gaps",
            new Role.Kind(HistoryRoles::gapSettings, HistoryRoles::gaps),
            "nightly",
            new Role.Kind(HistoryRoles::nightlySettings, HistoryRoles::nightly),
            "poll",
            new Role.Kind(HistoryRoles::pollSettings, HistoryRoles::poll),
            "economic",
            new Role.Kind(HistoryRoles::economicSettings, HistoryRoles::economic));

    /**
     * What reads the settings of each role, for {@link IngestConfig#read}.
     *
     * @return readers by the roles' names
     */
    public static Map<String, Consumer<Settings>> readers() {
        Map<String, Consumer<Settings>> readers = new TreeMap<>();
        ROLES.forEach((name, kind) -> readers.put(name, kind.settings()));
        return readers;
    }

    private final IngestConfig config;
    private final InstantSource clock;
    private final String version;
    private final Consumer<String> says;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Role> roles = new TreeMap<>();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private int httpPort;

    /**
     * A process that has not started.
     *
     * @param config its configuration
     * @param clock what time it is
     * @param version Candlewick's version
     * @param says takes what an operator should see while it starts, a line each
     */
    public IngestApp(IngestConfig config, InstantSource clock, String version, Consumer<String> says) {
        this.config = config;
        this.clock = clock;
        this.version = version;
        this.says = says;
    }

    /**
     * Waits for broker, topics and registry, and starts the roles.
     *
     * @throws StartException if something is missing at the deadline, or the port is taken
     * @throws InterruptedException if interrupted while waiting
     */
    public void start() throws InterruptedException {
        int partitions = new Dependencies(config, System::nanoTime, says).await();
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        new DiskSpaceMetrics(config.directory().toFile()).bindTo(meters);
        Gauge.builder("candlewick.ingest.troubles", this, app -> app.troubles().size())
                .description("what is wrong at the moment, counted; /readyz says it in words")
                .register(meters);
        IngestServices services = new IngestServices(
                config,
                KafkaAccess.of(config.kafka(), config.serdes()),
                clock,
                new ServiceIdentity(
                        config.tenant(), config.instance(), version, config.hash(), Times.us(clock.instant())),
                meters,
                partitions);
        serveHealth();
        for (String name : config.roles()) {
            Role.Kind kind = ROLES.get(name);
            if (kind != null) {
                Role role = kind.factory().create(services);
                roles.put(name, role);
                role.start();
            }
        }
        reportRoles(services);
    }

    /* A feed speaks for itself. */
    private void reportRoles(IngestServices services) {
        Map<String, Role> silent = new LinkedHashMap<>(roles);
        silent.remove(LIVE);
        if (silent.isEmpty()) {
            return;
        }
        RecordWriter<FeedState> writer = new RecordWriter<>(services.kafka(), Topics.FEEDS, FeedState.class);
        RoleReports reports = new RoleReports(services.identity(), clock, silent, state -> {
            writer.send(state.getFeed(), state);
            writer.flush();
        });
        closing.add(reports);
        closing.add(writer);
        reports.start();
    }

    private void serveHealth() {
        try {
            HealthServer server = new HealthServer(config.httpPort(), this::troubles, meters::scrape);
            closing.add(server);
            httpPort = server.port();
        } catch (IOException taken) {
            throw new StartException(
                    IngestConfig.HTTP_PORT + "=" + config.httpPort() + " cannot be served: " + taken.getMessage(),
                    taken);
        }
    }

    /**
     * Where metrics and health are served.
     *
     * @return the port, on the loopback interface
     */
    public int httpPort() {
        return httpPort;
    }

    /**
     * What is wrong at the moment.
     *
     * @return a line each, none if all is well
     */
    public List<String> troubles() {
        List<String> lines = new ArrayList<>();
        roles.forEach((name, role) -> role.troubles().forEach(line -> lines.add(name + ": " + line)));
        return lines;
    }

    /**
     * What is counted.
     *
     * @return the registry of this process
     */
    public PrometheusMeterRegistry meters() {
        return meters;
    }

    /** Stops the roles in order; says so in band where there is a band. */
    @Override
    public void close() {
        roles.values().forEach(Role::close);
        for (AutoCloseable resource : closing) {
            try {
                resource.close();
            } catch (Exception unimportant) {
                says.accept("while stopping: " + unimportant);
            }
        }
    }
}
