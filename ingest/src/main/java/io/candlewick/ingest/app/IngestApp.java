package io.candlewick.ingest.app;

import io.candlewick.ingest.config.IngestConfig;
import io.candlewick.ingest.feed.ServiceIdentity;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.market.Times;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
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

    /** The roles there are, by their names in the configuration. */
    public static final Map<String, Role.Factory> ROLES = Map.of(
            "live", LiveRole::new,
            "download", DownloadRole::new,
            "gaps", HistoryRoles::gaps,
            "nightly", HistoryRoles::nightly,
            "poll", HistoryRoles::poll,
            "economic", HistoryRoles::economic);

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
            Role.Factory factory = ROLES.get(name);
            if (factory != null) {
                Role role = factory.create(services);
                roles.put(name, role);
                role.start();
            }
        }
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
