package io.candlewick.serde;

import io.candlewick.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach the schema registry.
 *
 * @param urls base addresses of the Confluent API, tried in order, e.g. {@code http://127.0.0.1:8081} or, for Apicurio,
 *     {@code http://127.0.0.1:8080/apis/ccompat/v7}
 * @param user basic-auth user
 * @param password basic-auth password
 * @param trustStore PKCS12 store of the authorities to trust; empty: those of the JVM
 * @param trustStorePassword its password
 * @param timeout how long one request may take
 * @param attempts how often a request is tried while the registry is away
 */
public record RegistryConfig(
        List<URI> urls,
        Optional<String> user,
        Optional<String> password,
        Optional<Path> trustStore,
        Optional<String> trustStorePassword,
        Duration timeout,
        int attempts) {

    /** Address of the registry's Confluent API, several separated by commas. */
    public static final String URL = "CANDLEWICK_SCHEMA_REGISTRY_URL";
    /** Basic-auth user. */
    public static final String USER = "CANDLEWICK_SCHEMA_REGISTRY_USER";
    /** Basic-auth password. */
    public static final String PASSWORD = "CANDLEWICK_SCHEMA_REGISTRY_PASSWORD";
    /** PKCS12 file of the authorities to trust. */
    public static final String TRUST_STORE = "CANDLEWICK_SCHEMA_REGISTRY_TRUSTSTORE";
    /** Its password. */
    public static final String TRUST_STORE_PASSWORD = "CANDLEWICK_SCHEMA_REGISTRY_TRUSTSTORE_PASSWORD";
    /** How long one request may take. */
    public static final String TIMEOUT = "CANDLEWICK_SCHEMA_REGISTRY_TIMEOUT";
    /** How often a request is tried while the registry is away. */
    public static final String ATTEMPTS = "CANDLEWICK_SCHEMA_REGISTRY_ATTEMPTS";

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
    private static final int DEFAULT_ATTEMPTS = 5;
    private static final int MAX_ATTEMPTS = 1000;

    /** Takes copies. */
    public RegistryConfig {
        urls = List.copyOf(urls);
    }

    /**
     * A registry at one address, without authentication.
     *
     * @param url the Confluent API's address
     * @return the configuration
     * @throws io.candlewick.config.SettingsException if it is no http or https address
     */
    public static RegistryConfig of(String url) {
        Settings settings = Settings.of(Map.of(URL, url));
        RegistryConfig config = from(settings);
        settings.check();
        return config;
    }

    /**
     * Reads the configuration; faults stay with the settings.
     *
     * @param settings where to read
     * @return the configuration
     */
    public static RegistryConfig from(Settings settings) {
        return new RegistryConfig(
                settings.value(URL, List.of(), RegistryConfig::parseUrls),
                settings.text(USER),
                settings.secret(PASSWORD),
                settings.text(TRUST_STORE).map(Path::of),
                settings.secret(TRUST_STORE_PASSWORD),
                settings.value(TIMEOUT, DEFAULT_TIMEOUT, RegistryConfig::parseTimeout),
                settings.wholeNumber(ATTEMPTS, DEFAULT_ATTEMPTS, 1, MAX_ATTEMPTS));
    }

    private static List<URI> parseUrls(String text) {
        return java.util.Arrays.stream(text.split(","))
                .map(String::strip)
                .map(RegistryConfig::parseUrl)
                .toList();
    }

    private static URI parseUrl(String text) {
        URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("must be http or https addresses, separated by commas");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("must not hold a user: set " + USER + " and " + PASSWORD);
        }
        return uri;
    }

    private static Duration parseTimeout(String text) {
        Duration timeout = Settings.parseDuration(text);
        if (timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("must be from 1ms to 10m");
        }
        return timeout;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "RegistryConfig[urls=" + urls + ", user=" + user.orElse("none") + ", timeout=" + timeout + ", attempts="
                + attempts + "]";
    }
}
