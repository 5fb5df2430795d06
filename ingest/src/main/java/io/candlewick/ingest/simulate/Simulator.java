package io.candlewick.ingest.simulate;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.util.List;

/**
 * A vendor's service on this machine: WebSocket and REST on one port of the loopback interface, beside a path to make things go wrong.
 *
 * <p><b>Shape</b>: {@code GET /_faults} says what can and what does go wrong, {@code POST /_faults} scripts a fault (see {@link Faults}),
 * {@code DELETE /_faults} clears all; {@code GET /_clock} says what time it is there, as {@link ScaledClock} reads it. <b>Thread</b>: its
 * own.
 */
public final class Simulator implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final Javalin server;
    private final FaultyNetwork network;
    private final List<VendorRoutes> vendor;

    private Simulator(Javalin server, FaultyNetwork network, List<VendorRoutes> vendor) {
        this.server = server;
        this.network = network;
        this.vendor = vendor;
    }

    /**
     * Starts a vendor.
     *
     * @param world market, clock and faults
     * @param port where it listens; 0 for any free port
     * @param vendor the parts of its service
     * @return the running simulator
     * @throws IOException if the port is taken
     */
    public static Simulator start(SimulatedWorld world, int port, List<VendorRoutes> vendor) throws IOException {
        vendor.forEach(routes -> routes.declare(world.faults()));
        Javalin server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.startup.showOldJavalinVersionWarning = false;
                    addControl(config, world);
                    vendor.forEach(routes -> routes.addTo(config));
                })
                .start(LOOPBACK, 0);
        try {
            return new Simulator(server, new FaultyNetwork(port, server.port(), world.faults()), vendor);
        } catch (IOException taken) {
            server.stop();
            throw new IOException("port " + port + " of the loopback interface: " + taken.getMessage(), taken);
        }
    }

    private static void addControl(JavalinConfig config, SimulatedWorld world) {
        Faults faults = world.faults();
        config.routes.get(
                "/_faults", context -> context.contentType("application/json").result(faults.describe()));
        config.routes.post("/_faults", context -> {
            try {
                faults.script(faults.parse(context.body()));
                context.status(204);
            } catch (IllegalArgumentException wrong) {
                context.status(400).result(String.valueOf(wrong.getMessage()));
            }
        });
        config.routes.delete("/_faults", context -> {
            faults.clear();
            context.status(204);
        });
        config.routes.get("/_clock", context -> context.result(world.clock().toString()));
    }

    /**
     * Where it listens.
     *
     * @return the port, on 127.0.0.1
     */
    public int port() {
        return network.port();
    }

    /** Cuts every connection and ends its threads. */
    @Override
    public void close() {
        network.close();
        vendor.forEach(VendorRoutes::close);
        server.stop();
    }
}
