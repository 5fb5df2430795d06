package io.candlewick.local;

import io.candlewick.config.KafkaSecurity;
import io.candlewick.config.Settings;
import io.candlewick.serde.RegistryConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How the brokers and the registry of a stack want to be spoken to: the settings {@code CANDLEWICK_KAFKA_*} and
 * {@code CANDLEWICK_SCHEMA_REGISTRY_*}. It never shows them.
 *
 * <p><b>Errors</b>: {@link io.candlewick.config.SettingsException} when they are read and something is wrong with them.
 */
public final class Credentials {

    /** A stack that asks nothing of anybody, as the local one does. */
    public static final Credentials NONE = new Credentials(Map.of());

    private final Map<String, String> settings;

    /**
     * Nothing is read yet.
     *
     * @param settings names to text, others among them
     */
    public Credentials(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    KafkaSecurity kafka() {
        Settings read = Settings.of(settings);
        KafkaSecurity security = KafkaSecurity.from(read);
        read.check();
        return security;
    }

    RegistryConfig registry(String url) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(RegistryConfig.URL, url);
        Settings read = Settings.of(all);
        RegistryConfig config = RegistryConfig.from(read);
        read.check();
        return config;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credentials that && that.settings.equals(settings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(settings);
    }

    @Override
    public String toString() {
        return settings.isEmpty() ? "none" : "***";
    }
}
