package io.candlewick.local;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Which port each listener has: the given one, else the one of the start before while it is free, else a free one.
 *
 * <p>Listeners are services by {@link Service#title()}, and the broker's {@value #CONTROLLER}.
 */
final class Ports {
    static final String CONTROLLER = "controller";

    private final Map<String, Integer> ports;

    private Ports(Map<String, Integer> ports) {
        this.ports = ports;
    }

    /**
     * Allots the ports and remembers them.
     *
     * @throws StackException when a given port is in use
     */
    static Ports allot(StackConfig config, Path file) throws StackException {
        Properties remembered = new Properties();
        try {
            if (Files.exists(file)) {
                try (Reader in = Files.newBufferedReader(file)) {
                    remembered.load(in);
                }
            }
            Map<String, Integer> ports = new LinkedHashMap<>();
            for (Service service : Service.values()) {
                Integer given = config.ports().get(service);
                if (given != null) {
                    ports.put(service.title(), given(service, given));
                } else {
                    ports.put(service.title(), rememberedOrFree(remembered, service.title(), ports));
                }
            }
            ports.put(CONTROLLER, rememberedOrFree(remembered, CONTROLLER, ports));
            save(ports, file);
            return new Ports(ports);
        } catch (IOException e) {
            throw new StackException("the ports cannot be kept in " + file + ": " + e.getMessage(), e);
        }
    }

    private static int given(Service service, int port) throws StackException {
        if (!FreePorts.isFree(port)) {
            throw new StackException("port " + port + " for the " + service.title()
                    + " is in use: stop what listens there, or give another with --" + service.title() + "-port");
        }
        return port;
    }

    private static int rememberedOrFree(Properties remembered, String name, Map<String, Integer> taken) {
        int before = Integer.parseInt(remembered.getProperty(name, "0"));
        if (before > 0 && !taken.containsValue(before) && FreePorts.isFree(before)) {
            return before;
        }
        while (true) {
            int free = FreePorts.one();
            if (!taken.containsValue(free)) {
                return free;
            }
        }
    }

    private static void save(Map<String, Integer> ports, Path file) throws IOException {
        Properties properties = new Properties();
        ports.forEach((name, port) -> properties.setProperty(name, Integer.toString(port)));
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, "Ports of the local stack; a restart uses them again.");
        }
    }

    int of(Service service) {
        return of(service.title());
    }

    int of(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("name=" + name);
        }
        return port;
    }
}
