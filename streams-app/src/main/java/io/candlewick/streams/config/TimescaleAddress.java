package io.candlewick.streams.config;

import io.candlewick.config.Secrets;
import io.candlewick.config.Settings;
import java.util.Optional;

/**
 * Where the bars of the last days are read.
 *
 * @param url JDBC address
 * @param user empty: the driver's default
 * @param password empty: none
 */
public record TimescaleAddress(String url, String user, String password) {

    /** JDBC address. */
    public static final String URL = "CANDLEWICK_TIMESCALE_URL";
    /** Its user. */
    public static final String USER = "CANDLEWICK_TIMESCALE_USER";
    /** The user's password. */
    public static final String PASSWORD = "CANDLEWICK_TIMESCALE_PASSWORD";

    static Optional<TimescaleAddress> from(Settings settings) {
        return settings.text(URL)
                .map(url -> new TimescaleAddress(
                        url, settings.text(USER, ""), settings.secret(PASSWORD).orElse("")));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return Secrets.hideIn(url) + " user=" + user;
    }
}
