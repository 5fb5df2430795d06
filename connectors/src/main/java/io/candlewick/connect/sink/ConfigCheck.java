package io.candlewick.connect.sink;

import io.candlewick.config.Secrets;
import io.candlewick.config.SettingsException;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.RegistryException;
import io.candlewick.serde.SchemaRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
    private static final String TRANSFORMS = "transforms";
    private static final String VALUE_CONVERTER = "value.converter";

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
     * Checks a configuration.
     *
     * @param def the keys
     * @param given the configuration as Connect hands it over
     * @param urlKey the key that bears a database's absence
     * @param reach tries the database; asked only if nothing else is wrong
     * @return what was found, key by key
     */
    public static Config check(ConfigDef def, Map<String, String> given, String urlKey, Reach reach) {
        Config checked = checkAll(def, given, urlKey, reach);
        // Kafka's own faults repeat values: an address with a password in it must not show whatever key it was given
        // for.
        checked.configValues().forEach(value -> value.errorMessages().replaceAll(Secrets::hideIn));
        return checked;
    }

    private static Config checkAll(ConfigDef def, Map<String, String> given, String urlKey, Reach reach) {
        Map<String, String> raw = ConfigRules.withoutUnset(def, given);
        Config validated = new Config(new ArrayList<>(def.validate(raw)));
        for (ConfigValue value : validated.configValues()) {
            checkPlaceholder(value, raw.get(value.name()));
        }
        validated.configValues().addAll(unknownKeys(def, raw));
        if (hasFaults(validated)) {
            return validated;
        }
        AbstractConfig config = new AbstractConfig(def, raw, false);
        checkRoutes(validated, raw, config);
        checkRegistry(validated, raw, config);
        Optional<String> lookback = CommonOptions.faultOfLookback(config);
        if (lookback.isPresent()) {
            validated.configValues().stream()
                    .filter(value -> value.name().equals(CommonConfig.GAP_LOOKBACK))
                    .forEach(value -> value.addErrorMessage(lookback.get()));
            return validated;
        }
        try {
            reach.tryTo(config);
        } catch (DeliveryException away) {
            fault(validated, urlKey, String.valueOf(away.getMessage()));
        }
        return validated;
    }

    /** Connect ignores keys it does not know; one that looks like ours is a slip of the pen. */
    private static List<ConfigValue> unknownKeys(ConfigDef def, Map<String, String> raw) {
        Set<String> families = new HashSet<>();
        def.names().forEach(name -> families.add(family(name)));
        List<ConfigValue> unknown = new ArrayList<>();
        for (String key : new TreeSet<>(raw.keySet())) {
            if (families.contains(family(key)) && !def.names().contains(key)) {
                String message = "Unknown configuration " + key + "; there are " + siblings(def, key);
                unknown.add(new ConfigValue(key, raw.get(key), List.of(), new ArrayList<>(List.of(message))));
            }
        }
        return unknown;
    }

    /** Everything up to the first dot; a key without one is a family of its own. */
    private static String family(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? key : key.substring(0, dot + 1);
    }

    private static String siblings(ConfigDef def, String key) {
        return def.names().stream()
                .filter(name -> family(name).equals(family(key)))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static void checkPlaceholder(ConfigValue value, @Nullable String text) {
        String unresolved = text == null ? null : ConfigRules.unresolved(text);
        if (unresolved != null && value.errorMessages().isEmpty()) {
            value.addErrorMessage("Invalid value " + Secrets.hideIn(String.valueOf(text)) + " for configuration "
                    + value.name() + ": " + unresolved);
        }
    }

    private static void checkRoutes(Config validated, Map<String, String> raw, AbstractConfig config) {
        if (!raw.getOrDefault(TRANSFORMS, "").isBlank()) {
            // Routes are of topics as transformations leave them, and what those do is theirs.
            return;
        }
        String topics = raw.getOrDefault(TOPICS, "");
        List<String> routed = Routes.parse(
                        config.getList(CommonConfig.ROUTES),
                        Arrays.stream(RecordKind.values()).collect(Collectors.toMap(kind -> kind, RecordKind::text)))
                .topics();
        Arrays.stream(topics.split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty() && !routed.contains(topic))
                .forEach(topic -> fault(
                        validated,
                        CommonConfig.ROUTES,
                        "topic '" + topic + "' of 'topics' has no route; add " + topic + "=ticks, " + topic
                                + "=bars or " + topic + "=indicators"));
    }

    private static void checkRegistry(Config validated, Map<String, String> raw, AbstractConfig config) {
        String converter = raw.getOrDefault(VALUE_CONVERTER, "");
        if (!converter.isEmpty() && !converter.endsWith(".ByteArrayConverter")) {
            // What another converter hands over needs no registry of ours.
            return;
        }
        try {
            CommonOptions.decoder(config);
            RegistryConfig registry = RegistryConfig.from(CommonOptions.registrySettings(config));
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
        bearer.ifPresent(value -> value.addErrorMessage("Invalid value " + Secrets.hideIn(String.valueOf(value.value()))
                + " for configuration " + key + ": " + Secrets.hideIn(message)));
    }
}
