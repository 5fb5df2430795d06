package io.candlewick.ingest.simulate;

import io.javalin.config.JavalinConfig;

/** A part of a vendor's service: the sockets or the REST calls that one class knows how to answer. */
public interface VendorRoutes {

    /**
     * Declares its faults.
     *
     * @param faults what can go wrong in the simulator
     */
    default void declare(Faults faults) {}

    /**
     * Adds its routes, {@code config.routes.get(...)} and {@code config.routes.ws(...)}.
     *
     * @param config the server before it starts
     */
    void addTo(JavalinConfig config);

    /** Ends the threads it started. */
    default void close() {}
}
