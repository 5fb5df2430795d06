package io.candlewick.streams.config;

import io.candlewick.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The certificate that the query API shows, and its key.
 *
 * @param keyStore a PKCS12 file
 * @param password of the file and of the key in it
 */
public record HttpTls(Path keyStore, String password) {

    /** PKCS12 file of certificate and key; unset: plain http. */
    public static final String KEY_STORE = "CANDLEWICK_HTTP_TLS_KEYSTORE";
    /** Its password. */
    public static final String KEY_STORE_PASSWORD = "CANDLEWICK_HTTP_TLS_KEYSTORE_PASSWORD";

    /** Every setting read here. */
    public static final List<String> NAMES = List.of(KEY_STORE, KEY_STORE_PASSWORD);

    static Optional<HttpTls> from(Settings settings) {
        Optional<String> file = settings.text(KEY_STORE);
        if (file.isEmpty()) {
            if (settings.isGiven(KEY_STORE_PASSWORD)) {
                settings.fault(KEY_STORE_PASSWORD + " is set, but " + KEY_STORE + " is not");
            }
            return Optional.empty();
        }
        if (!Files.isReadable(Path.of(file.get()))) {
            settings.fault(KEY_STORE + "=" + file.get() + ": cannot be read");
        }
        return Optional.of(new HttpTls(
                Path.of(file.get()), settings.secret(KEY_STORE_PASSWORD).orElse("")));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return keyStore.toString();
    }
}
