package io.candlewick.connect.timescaledb;

import io.candlewick.connect.sink.Retention;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach the database and how its tables are laid out.
 *
 * <p>Chunks: design says an hour of ticks a chunk, which suits 10,000 live symbols. A replay of years would make thousands of such
 * chunks, each with its own index to plan over and about 10 ms to make, so a day is the default: 250 trading days a year, and 3.5
 * million rows a chunk at 40 ticks a second.
 *
 * @param url JDBC address, {@code jdbc:postgresql://...}
 * @param user the user
 * @param password its password, may be empty
 * @param connectTimeout how long connecting may take
 * @param statementTimeout how long one statement may take
 * @param retention how long rows are kept
 * @param tickChunk event time a chunk of ticks covers
 * @param barChunk start time a chunk of bars covers
 * @param tenantsApart whether a session reads the rows of its own tenant only
 * @param compressAfter age of chunks that TimescaleDB compresses, where its licence lets it
 */
public record TimescaleOptions(
        String url,
        String user,
        String password,
        Duration connectTimeout,
        Duration statementTimeout,
        Retention retention,
        Duration tickChunk,
        Duration barChunk,
        boolean tenantsApart,
        Optional<Duration> compressAfter) {

    static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(60);
    static final Duration DEFAULT_TICK_CHUNK = Duration.ofDays(1);
    static final Duration DEFAULT_BAR_CHUNK = Duration.ofDays(7);

    /**
     * The defaults for a database at an address: everything kept for ever.
     *
     * @param url JDBC address
     * @param user the user
     * @param password its password
     * @return the options
     */
    public static TimescaleOptions of(String url, String user, String password) {
        return new TimescaleOptions(
                url,
                user,
                password,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_STATEMENT_TIMEOUT,
                Retention.FOR_EVER,
                DEFAULT_TICK_CHUNK,
                DEFAULT_BAR_CHUNK,
                false,
                Optional.empty());
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "TimescaleOptions[url=" + url + ", user=" + user + ", retention=" + retention + ", tickChunk="
                + tickChunk + ", barChunk=" + barChunk + "]";
    }
}
