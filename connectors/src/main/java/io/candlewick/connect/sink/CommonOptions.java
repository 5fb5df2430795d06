package io.candlewick.connect.sink;

import io.candlewick.config.Settings;
import io.candlewick.config.SettingsException;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SchemaRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** What a configuration says with the keys of {@link CommonConfig}. */
public final class CommonOptions {

    private static final String REGISTRY_TIMEOUT = "5s";
    private static final String REGISTRY_ATTEMPTS = "2";

    private CommonOptions() {}

    /**
     * How records are gathered.
     *
     * @param config the configuration
     * @return the batching
     */
    public static Batching batching(AbstractConfig config) {
        return new Batching(
                config.getInt(CommonConfig.BATCH_MAX),
                ConfigRules.parseLinger(config.getString(CommonConfig.BATCH_LINGER)),
                config.getInt(CommonConfig.BATCH_LINGER_RECORDS));
    }

    /**
     * The routes of a configuration.
     *
     * @param config the configuration
     * @param tables the table of each kind unless a route names another
     * @return the routes
     */
    public static Routes routes(AbstractConfig config, Map<RecordKind, String> tables) {
        return Routes.parse(config.getList(CommonConfig.ROUTES), tables);
    }

    /**
     * Whose bars are written.
     *
     * @param config the configuration
     * @return the lane
     */
    public static BarLane barLane(AbstractConfig config) {
        return BarLane.parse(config.getString(CommonConfig.BARS_OF));
    }

    /**
     * The decoder of a configuration; the registry is not asked yet.
     *
     * @param config the configuration
     * @return the decoder
     * @throws SettingsException if the serdes cannot be made
     */
    public static RecordDecoder decoder(AbstractConfig config) {
        Settings settings = registrySettings(config);
        RecordSerdes serdes = CandlewickSerdes.from(settings);
        SchemaRegistry registry = new SchemaRegistry(RegistryConfig.from(settings));
        settings.check();
        return new AnyDecoder(new WireDecoder(serdes, registry), new FieldDecoder(registry));
    }

    static Settings registrySettings(AbstractConfig config) {
        Map<String, String> values = new HashMap<>();
        values.put(RegistryConfig.TIMEOUT, REGISTRY_TIMEOUT);
        values.put(RegistryConfig.ATTEMPTS, REGISTRY_ATTEMPTS);
        values.put(RegistryConfig.URL, config.getString(CommonConfig.REGISTRY_URL));
        values.put(CandlewickSerdes.SERDES_CLASS, config.getString(CommonConfig.SERDES_CLASS));
        putIfSet(values, RegistryConfig.USER, config.getString(CommonConfig.REGISTRY_USER));
        putIfSet(values, RegistryConfig.PASSWORD, text(config.getPassword(CommonConfig.REGISTRY_PASSWORD)));
        putIfSet(values, RegistryConfig.TRUST_STORE, config.getString(CommonConfig.REGISTRY_TRUSTSTORE));
        putIfSet(
                values,
                RegistryConfig.TRUST_STORE_PASSWORD,
                text(config.getPassword(CommonConfig.REGISTRY_TRUSTSTORE_PASSWORD)));
        return Settings.of(values);
    }

    private static void putIfSet(Map<String, String> values, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            values.put(name, value);
        }
    }

    /**
     * The text of a password.
     *
     * @param password the password, or null
     * @return its text, or null
     */
    public static @Nullable String text(@Nullable Password password) {
        return password == null ? null : password.value();
    }

    /**
     * How long rows are kept.
     *
     * @param config the configuration
     * @return the retention
     */
    public static Retention retention(AbstractConfig config) {
        Retention retention = new Retention(
                Retention.parse(config.getString(CommonConfig.RETENTION_TICKS)),
                Retention.parse(config.getString(CommonConfig.RETENTION_BARS)));
        faultOfLookback(config).ifPresent(fault -> {
            throw new ConfigException(fault);
        });
        return retention;
    }

    /** What is wrong between retention and look-back, if anything is. */
    static Optional<String> faultOfLookback(AbstractConfig config) {
        Optional<Duration> lookback = Retention.parse(config.getString(CommonConfig.GAP_LOOKBACK));
        for (String key : List.of(CommonConfig.RETENTION_TICKS, CommonConfig.RETENTION_BARS)) {
            Optional<Duration> kept = Retention.parse(config.getString(key));
            if (lookback.isPresent() && kept.isPresent() && kept.get().compareTo(lookback.get()) < 0) {
                return Optional.of(
                        "Invalid value " + config.getString(key) + " for configuration " + key + ": shorter than "
                                + CommonConfig.GAP_LOOKBACK + "=" + config.getString(CommonConfig.GAP_LOOKBACK)
                                + "; rows would be deleted and then looked for as gaps: lengthen the one or shorten the other");
            }
        }
        return Optional.empty();
    }

    /**
     * How long to wait after failures.
     *
     * @param config the configuration
     * @return the backoff
     */
    public static Backoff backoff(AbstractConfig config) {
        return new Backoff(
                Settings.parseDuration(config.getString(CommonConfig.RETRY_LEAST)),
                Settings.parseDuration(config.getString(CommonConfig.RETRY_LONGEST)),
                RandomGenerator.getDefault());
    }
}
