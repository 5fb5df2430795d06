package io.candlewick.local;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to start, where it keeps its data and on which ports.
 *
 * @param dataDirectory made when absent; survives restarts
 * @param services what to start; a service that needs another one asks for it in vain when that is left out
 * @param ports given ports; the others are free ones, remembered in the data directory
 * @param brokers brokers to use instead of starting one, {@code host:port} separated by commas
 * @param timescale a server to use instead of starting PostgreSQL
 * @param installation where programs come from
 */
public record StackConfig(
        Path dataDirectory,
        Set<Service> services,
        Map<Service, Integer> ports,
        Optional<String> brokers,
        Optional<TimescaleServer> timescale,
        Installation installation) {
    private static final int MAX_PORT = 65_535;

    /** The data directory when none is named. */
    public static final Path DEFAULT_DATA_DIRECTORY = Path.of(".candlewick");

    /** Checks the ports and what the services need of each other. */
    public StackConfig {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        services = Set.copyOf(services);
        ports = Map.copyOf(ports);
        ports.forEach((service, port) -> {
            if (port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException(service.title() + " port=" + port + " is not between 1 and 65535");
            }
        });
        if (brokers.isEmpty()) {
            need(services, Service.CONNECT, Service.BROKER);
            need(services, Service.STREAMS, Service.BROKER);
        }
        need(services, Service.STREAMS, Service.REGISTRY);
    }

    private static void need(Set<Service> services, Service service, Service needed) {
        if (services.contains(service) && !services.contains(needed)) {
            throw new IllegalArgumentException(service.title() + " cannot run without " + needed.title());
        }
    }

    /**
     * The whole stack on free ports, with the database the environment names or one of its own.
     *
     * @param dataDirectory where everything is kept
     * @return a configuration to start or to adapt
     */
    public static StackConfig in(Path dataDirectory) {
        Installation installation = Installation.detect();
        EnumSet<Service> services = EnumSet.allOf(Service.class);
        if (!installation.hasStreamsApp()) {
            services.remove(Service.STREAMS);
        }
        return new StackConfig(
                dataDirectory,
                services,
                Map.of(),
                Optional.empty(),
                TimescaleServer.from(System.getenv()),
                installation);
    }

    /**
     * The same stack with these services only.
     *
     * @param only what to start
     * @return the adapted configuration
     */
    public StackConfig withServices(Set<Service> only) {
        return new StackConfig(dataDirectory, only, ports, brokers, timescale, installation);
    }

    /**
     * The same stack without one service.
     *
     * @param service what not to start
     * @return the adapted configuration
     */
    public StackConfig without(Service service) {
        EnumSet<Service> rest = EnumSet.copyOf(services);
        rest.remove(service);
        return withServices(rest);
    }

    /**
     * The same stack with a service on a port the caller chose.
     *
     * @param service which
     * @param port 1 to 65535
     * @return the adapted configuration
     */
    public StackConfig withPort(Service service, int port) {
        EnumMap<Service, Integer> more = new EnumMap<>(Service.class);
        more.putAll(ports);
        more.put(service, port);
        return new StackConfig(dataDirectory, services, more, brokers, timescale, installation);
    }

    /**
     * The same stack on brokers that run already.
     *
     * @param servers {@code host:port}, separated by commas
     * @return the adapted configuration, without a broker of its own
     */
    public StackConfig onBrokers(String servers) {
        EnumSet<Service> rest = EnumSet.copyOf(services);
        rest.remove(Service.BROKER);
        return new StackConfig(dataDirectory, rest, ports, Optional.of(servers), timescale, installation);
    }

    /**
     * The same stack on a database server that runs already, or with one of its own.
     *
     * @param server the server, or nothing to start PostgreSQL
     * @return the adapted configuration
     */
    public StackConfig withTimescale(Optional<TimescaleServer> server) {
        return new StackConfig(dataDirectory, services, ports, brokers, server, installation);
    }

    /**
     * The same stack with more plug-ins for the Connect worker.
     *
     * @param folder one folder a plug-in
     * @return the adapted configuration
     */
    public StackConfig withPlugins(Path folder) {
        return new StackConfig(dataDirectory, services, ports, brokers, timescale, installation.withPlugins(folder));
    }
}
