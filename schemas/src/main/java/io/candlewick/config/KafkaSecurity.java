package io.candlewick.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a client of the brokers proves who it is and knows whom it talks to: TLS, and SASL with user and password.
 *
 * <p>Stores of certificates are PKCS12, Java's own ({@code .jks}) or PEM ({@code .pem}, {@code .crt}), told apart by how the file's name ends.
 * <b>Errors</b>: faults stay with the {@link Settings} that are read. It never shows a secret.
 *
 * @param clientSettings settings of any Kafka client; empty without security
 */
public record KafkaSecurity(Map<String, String> clientSettings) {

    /** {@code PLAINTEXT}, {@code SSL}, {@code SASL_PLAINTEXT} or {@code SASL_SSL}. */
    public static final String PROTOCOL = "CANDLEWICK_KAFKA_SECURITY_PROTOCOL";
    /** {@code SCRAM-SHA-512}, {@code SCRAM-SHA-256} or {@code PLAIN}. */
    public static final String SASL_MECHANISM = "CANDLEWICK_KAFKA_SASL_MECHANISM";
    /** Who we are. */
    public static final String SASL_USER = "CANDLEWICK_KAFKA_SASL_USER";
    /** The user's password. */
    public static final String SASL_PASSWORD = "CANDLEWICK_KAFKA_SASL_PASSWORD";
    /** The authorities to trust; unset: those of the JVM. */
    public static final String TRUST_STORE = "CANDLEWICK_KAFKA_SSL_TRUSTSTORE";
    /** Its password. */
    public static final String TRUST_STORE_PASSWORD = "CANDLEWICK_KAFKA_SSL_TRUSTSTORE_PASSWORD";
    /** Our own certificate and key, where brokers ask for one. */
    public static final String KEY_STORE = "CANDLEWICK_KAFKA_SSL_KEYSTORE";
    /** Its password; of a PEM file that of the key in it. */
    public static final String KEY_STORE_PASSWORD = "CANDLEWICK_KAFKA_SSL_KEYSTORE_PASSWORD";

    /** The settings that are secrets; each may stand in a file that the setting with {@code _FILE} behind its name names. */
    public static final List<String> SECRETS = List.of(SASL_PASSWORD, TRUST_STORE_PASSWORD, KEY_STORE_PASSWORD);

    /** Every setting read here. */
    public static final List<String> NAMES = List.of(
            PROTOCOL,
            SASL_MECHANISM,
            SASL_USER,
            SASL_PASSWORD,
            TRUST_STORE,
            TRUST_STORE_PASSWORD,
            KEY_STORE,
            KEY_STORE_PASSWORD);

    /** Nothing is asked of anybody. */
    public static final KafkaSecurity NONE = new KafkaSecurity(Map.of());

    private static final String PLAINTEXT = "PLAINTEXT";
    private static final List<String> PROTOCOLS = List.of(PLAINTEXT, "SSL", "SASL_PLAINTEXT", "SASL_SSL");
    private static final List<String> MECHANISMS = List.of("SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN");
    private static final String SCRAM_LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String PLAIN_LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule";

    /** Takes a copy. */
    public KafkaSecurity {
        clientSettings = Map.copyOf(clientSettings);
    }

    /**
     * Reads the settings; faults stay with them.
     *
     * @param settings where to read
     * @return the security
     */
    public static KafkaSecurity from(Settings settings) {
        String protocol = settings.value(PROTOCOL, PLAINTEXT, text -> oneOf(text, PROTOCOLS));
        Map<String, String> client = new LinkedHashMap<>();
        boolean sasl = protocol.startsWith("SASL_");
        boolean tls = protocol.endsWith("SSL");
        if (sasl) {
            client.putAll(login(settings));
        } else {
            refuseUnused(settings, protocol, List.of(SASL_MECHANISM, SASL_USER, SASL_PASSWORD));
        }
        if (tls) {
            store(settings, TRUST_STORE, TRUST_STORE_PASSWORD, "truststore", client);
            store(settings, KEY_STORE, KEY_STORE_PASSWORD, "keystore", client);
        } else {
            refuseUnused(settings, protocol, List.of(TRUST_STORE, TRUST_STORE_PASSWORD, KEY_STORE, KEY_STORE_PASSWORD));
        }
        if (!protocol.equals(PLAINTEXT)) {
            client.put("security.protocol", protocol);
        }
        return new KafkaSecurity(client);
    }

    /** Whoever gives a password and forgets the protocol would send it, and everything else, in the open. */
    private static void refuseUnused(Settings settings, String protocol, List<String> names) {
        for (String name : names) {
            if (settings.isGiven(name)) {
                settings.fault(name + " is set, but " + PROTOCOL + " is " + protocol + ", which does not use it");
            }
        }
    }

    private static Map<String, String> login(Settings settings) {
        String mechanism = settings.value(SASL_MECHANISM, MECHANISMS.get(0), text -> oneOf(text, MECHANISMS));
        String user = settings.required(SASL_USER);
        String password = settings.secret(SASL_PASSWORD).orElse("");
        if (password.isEmpty()) {
            settings.fault(SASL_PASSWORD + " is not set, nor " + SASL_PASSWORD + Settings.FILE_SUFFIX);
        }
        String module = mechanism.equals("PLAIN") ? PLAIN_LOGIN : SCRAM_LOGIN;
        return Map.of(
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                module + " required username=" + quoted(user) + " password=" + quoted(password) + ";");
    }

    private static void store(
            Settings settings, String fileName, String passwordName, String kind, Map<String, String> client) {
        Optional<String> file = settings.text(fileName);
        if (file.isEmpty()) {
            return;
        }
        if (!Files.isReadable(Path.of(file.get()))) {
            settings.fault(fileName + "=" + file.get() + ": cannot be read");
            return;
        }
        String type = typeOf(file.get());
        client.put("ssl." + kind + ".type", type);
        client.put("ssl." + kind + ".location", file.get());
        settings.secret(passwordName)
                .ifPresent(password ->
                        client.put(type.equals("PEM") ? "ssl.key.password" : "ssl." + kind + ".password", password));
    }

    private static String typeOf(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".pem") || lower.endsWith(".crt")) {
            return "PEM";
        }
        return lower.endsWith(".jks") ? "JKS" : "PKCS12";
    }

    /* The brokers' login configuration is read by a tokenizer with C's rules for what stands in quotes. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String oneOf(String text, List<String> known) {
        String upper = text.toUpperCase(Locale.ROOT);
        if (!known.contains(upper)) {
            throw new IllegalArgumentException("must be one of " + String.join(", ", known));
        }
        return upper;
    }

    /** The protocol alone. */
    @Override
    public String toString() {
        return clientSettings.getOrDefault("security.protocol", PLAINTEXT);
    }
}
