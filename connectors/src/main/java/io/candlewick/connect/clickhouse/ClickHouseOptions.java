package io.candlewick.connect.clickhouse;

import io.candlewick.config.Secrets;
import io.candlewick.connect.sink.Retention;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How to reach ClickHouse and how long its tables keep their rows.
 *
 * @param url HTTP address, {@code http://host:8123}
 * @param user the user
 * @param password its password, may be empty
 * @param database the database of the tables
 * @param connectTimeout how long connecting may take
 * @param requestTimeout how long one request may take
 * @param retention how long rows are kept
 */
public record ClickHouseOptions(
        String url,
        String user,
        String password,
        String database,
        Duration connectTimeout,
        Duration requestTimeout,
        Retention retention) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(60);

    /**
     * Checks the database's name, which stands in statements.
     *
     * @throws IllegalArgumentException if it is no name
     */
    public ClickHouseOptions {
        checkName(database);
    }

    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("must be letters, digits and _");
        }
    }

    /**
     * The defaults for a database at an address: everything kept for ever.
     *
     * @param url HTTP address
     * @param user the user
     * @param password its password
     * @param database the database
     * @return the options
     */
    public static ClickHouseOptions of(String url, String user, String password, String database) {
        return new ClickHouseOptions(
                url, user, password, database, DEFAULT_CONNECT_TIMEOUT, DEFAULT_REQUEST_TIMEOUT, Retention.FOR_EVER);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ClickHouseOptions[url=" + Secrets.hideIn(url) + ", user=" + user + ", database=" + database
                + ", retention=" + retention + "]";
    }
}
