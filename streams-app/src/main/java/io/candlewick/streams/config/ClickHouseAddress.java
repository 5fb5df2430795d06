package io.candlewick.streams.config;

import io.candlewick.config.Secrets;
import io.candlewick.config.Settings;
import java.util.Optional;

/**
 * Where the bars of the past are read, to warm indicators up.
 *
 * @param url base of ClickHouse's HTTP protocol
 * @param user empty: the server's default user
 * @param password empty: none
 * @param database the database of the tables
 */
public record ClickHouseAddress(String url, String user, String password, String database) {

    /** Base of ClickHouse's HTTP protocol. */
    public static final String URL = "CANDLEWICK_CLICKHOUSE_URL";
    /** Its user. */
    public static final String USER = "CANDLEWICK_CLICKHOUSE_USER";
    /** The user's password. */
    public static final String PASSWORD = "CANDLEWICK_CLICKHOUSE_PASSWORD";
    /** The database of the tables. */
    public static final String DATABASE = "CANDLEWICK_CLICKHOUSE_DATABASE";

    static Optional<ClickHouseAddress> from(Settings settings) {
        return settings.text(URL)
                .map(url -> new ClickHouseAddress(
                        url.endsWith("/") ? url.substring(0, url.length() - 1) : url,
                        settings.text(USER, ""),
                        settings.secret(PASSWORD).orElse(""),
                        settings.text(DATABASE, "default")));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return Secrets.hideIn(url) + " database=" + database + " user=" + user;
    }
}
