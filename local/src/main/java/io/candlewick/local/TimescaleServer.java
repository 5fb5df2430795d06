package io.candlewick.local;

import java.util.Map;
import java.util.Optional;

/**
 * A TimescaleDB or PostgreSQL server that the stack uses instead of starting one.
 *
 * @param url JDBC URL, {@code jdbc:postgresql://host:port/database}
 * @param user who connects
 * @param password empty when the server trusts the user
 */
public record TimescaleServer(String url, String user, String password) {
    /** Checks the URL, since a wrong one would only show minutes later. */
    public TimescaleServer {
        if (!url.startsWith("jdbc:postgresql://")) {
            throw new IllegalArgumentException("url=" + url + " is not a jdbc:postgresql:// address");
        }
    }

    /**
     * The server the environment names, if it names one.
     *
     * @param environment usually {@link System#getenv()}: {@code CANDLEWICK_TIMESCALE_URL}, {@code _USER}, {@code _PASSWORD}
     * @return the server, or nothing when no URL is set
     */
    public static Optional<TimescaleServer> from(Map<String, String> environment) {
        String url = environment.getOrDefault("CANDLEWICK_TIMESCALE_URL", "");
        if (url.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new TimescaleServer(
                url,
                environment.getOrDefault("CANDLEWICK_TIMESCALE_USER", "postgres"),
                environment.getOrDefault("CANDLEWICK_TIMESCALE_PASSWORD", "")));
    }

    /** Everything but the password. */
    @Override
    public String toString() {
        return "TimescaleServer[" + url + ", user=" + user + "]";
    }
}
