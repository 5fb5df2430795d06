package io.candlewick.connect.sink;

import io.candlewick.config.SettingsException;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.RegistryException;
import io.candlewick.serde.SchemaRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * What single-value validators cannot see: placeholders left over, topics without a route, a registry or a database that is not there.
 *
 * <p>Every fault becomes one line on the key that mends it.
 */
public final class ConfigCheck {

    private static final String TOPICS = "topics";

    private ConfigCheck() {}

    /** Tries to reach a database; throws if it cannot be reached. */
    public interface Reach {
        /**
         * Tries.
         *
         * @param config a configuration without faults of its own
         * @throws DeliveryException if the database is away or refuses
         */
        void tryTo(AbstractConfig config) throws DeliveryException;
    }

    /**
     * Adds the faults to a validated configuration.
     *
     * @param validated what the single validators found
     * @param def the keys
     * @param raw the configuration as given
     * @param urlKey the key that bears a database's absence
     * @param reach tries the database; asked only if nothing else is wrong
     * @return the same configuration
     */
    public static Config check(Config validated, ConfigDef def, Map<String, String> raw, String urlKey, Reach reach) {
        for (ConfigValue value : validated.configValues()) {
            checkPlaceholder(value, raw.get(value.name()));
        }
        if (hasFaults(validated)) {
            return validated;
        }
        AbstractConfig config = new AbstractConfig(def, raw, false);
        checkRoutes(validated, raw, config);
        checkRegistry(validated, config);
        try {
            reach.tryTo(config);
        } catch (DeliveryException away) {
            fault(validated, urlKey, String.valueOf(away.getMessage()));
        }
        return validated;
    }

    private static void checkPlaceholder(ConfigValue value, @Nullable String text) {
        String unresolved = text == null ? null : ConfigRules.unresolved(text);
        if (unresolved != null && value.errorMessages().isEmpty()) {
            value.addErrorMessage("Invalid value " + text + " for configuration " + value.name() + ": " + unresolved);
        }
    }

    private static void checkRoutes(Config validated, Map<String, String> raw, AbstractConfig config) {
        String topics = raw.getOrDefault(TOPICS, "");
        List<String> routed = Routes.parse(
                        config.getList(CommonConfig.ROUTES), Map.of(RecordKind.TICKS, "ticks", RecordKind.BARS, "bars"))
                .topics();
        Arrays.stream(topics.split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty() && !routed.contains(topic))
                .forEach(topic -> fault(
                        validated,
                        CommonConfig.ROUTES,
                        "topic '" + topic + "' of 'topics' has no route; add " + topic + "=ticks or " + topic
                                + "=bars"));
    }

    private static void checkRegistry(Config validated, AbstractConfig config) {
        try {
            CommonConfig.decoder(config);
            RegistryConfig registry = RegistryConfig.from(CommonConfig.registrySettings(config));
            new SchemaRegistry(registry).subjects();
        } catch (SettingsException | RegistryException fault) {
            fault(validated, CommonConfig.REGISTRY_URL, String.valueOf(fault.getMessage()));
        }
    }

    private static boolean hasFaults(Config validated) {
        return validated.configValues().stream()
                .anyMatch(value -> !value.errorMessages().isEmpty());
    }

    private static void fault(Config validated, String key, String message) {
        Optional<ConfigValue> bearer = validated.configValues().stream()
                .filter(value -> value.name().equals(key))
                .findFirst();
        bearer.ifPresent(value ->
                value.addErrorMessage("Invalid value " + value.value() + " for configuration " + key + ": " + message));
    }
}
