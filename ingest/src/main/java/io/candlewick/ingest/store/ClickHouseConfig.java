package io.candlewick.ingest.store;

import io.candlewick.config.Settings;

/**
 * Where the table of bars is.
 *
 * @param url base of ClickHouse's HTTP protocol
 * @param user empty: the server's default user
 * @param password empty: none
 * @param database empty: the user's default database
 */
public record ClickHouseConfig(String url, String user, String password, String database) {

    /** Base of ClickHouse's HTTP protocol. */
    public static final String URL = "CANDLEWICK_CLICKHOUSE_URL";
    /** Its user. */
    public static final String USER = "CANDLEWICK_CLICKHOUSE_USER";
    /** The user's password. */
    public static final String PASSWORD = "CANDLEWICK_CLICKHOUSE_PASSWORD";
    /** The database of the tables. */
    public static final String DATABASE = "CANDLEWICK_CLICKHOUSE_DATABASE";

    /** Cuts a slash at the end. */
    public ClickHouseConfig {
        url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /**
     * Reads the configuration; faults stay with the settings.
     *
     * @param settings where to read
     * @return the configuration
     */
    public static ClickHouseConfig from(Settings settings) {
        return new ClickHouseConfig(
                settings.required(URL),
                settings.text(USER, ""),
                settings.text(PASSWORD, ""),
                settings.text(DATABASE, ""));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url + " database=" + database + " user=" + user;
    }
}
