package io.candlewick.ingest.app;

import io.candlewick.config.Settings;
import java.util.List;
import java.util.function.Consumer;

/** One job of the ingest process, e.g. the live feeds or the downloader. */
public interface Role extends AutoCloseable {

    /** Begins to work on threads of its own. */
    void start();

    /**
     * What is wrong at the moment.
     *
     * @return a line each, none if all is well
     */
    List<String> troubles();

    /** Ends its work, for a bounded time. */
    @Override
    void close();

    /**
     * A job that can be chosen.
     *
     * @param settings reads its settings, and leaves their faults with them, before anything is started
     * @param factory makes it
     */
    record Kind(Consumer<Settings> settings, Factory factory) {}

    /** Makes a role. */
    @FunctionalInterface
    interface Factory {

        /**
         * Makes a role that has not started.
         *
         * @param services what it works with
         * @return the role
         */
        Role create(IngestServices services);
    }
}
