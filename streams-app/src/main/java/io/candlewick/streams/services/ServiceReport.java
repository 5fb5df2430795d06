package io.candlewick.streams.services;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one instance of a service is, as it says itself.
 *
 * @param feed the service
 * @param instance the process
 * @param health how it is
 * @param since when the process started, or the last it was heard of if it is silent
 * @param symbols how many symbols it delivers
 * @param version of the program
 * @param configHash of its configuration
 * @param drifts whether another live instance of the service is configured otherwise
 * @param because what it is unhealthy because of
 * @param dependencies what it needs and how that is
 */
public record ServiceReport(
        String feed,
        String instance,
        Health health,
        Optional<Instant> since,
        int symbols,
        String version,
        String configHash,
        boolean drifts,
        Optional<String> because,
        List<String> dependencies) {

    /** How a service is. */
    public enum Health {
        /** It works. */
        UP,
        /** It lives and does not deliver. */
        UNHEALTHY,
        /** It has not been heard of for too long, and did not say that it would stop. */
        SILENT,
        /** It said that it would stop. */
        STOPPED
    }

    /**
     * Whether nothing needs to be done.
     *
     * @return true if it is up, or was stopped on purpose
     */
    public boolean isWell() {
        return health == Health.UP || health == Health.STOPPED;
    }
}
