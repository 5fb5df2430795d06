package io.candlewick.connect.sink;

import io.candlewick.config.Secrets;
import io.candlewick.config.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Validators of single configuration values. */
public final class ConfigRules {

    /** A placeholder no config provider of the worker has replaced. */
    private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{(\\w+):([^}]*)}");

    private ConfigRules() {}

    /**
     * A duration such as {@code 5s}.
     *
     * @return the validator
     */
    public static ConfigDef.Validator duration() {
        return text("a duration such as 250ms, 5s, 10m, 24h or 7d", Settings::parseDuration);
    }

    /**
     * A retention: a duration, or {@code off}.
     *
     * @return the validator
     */
    public static ConfigDef.Validator retention() {
        return text("a duration of at least 1h such as 90d, or off to keep rows for ever", Retention::parse);
    }

    /**
     * Text that a parser takes; an empty text is left to the parser too.
     *
     * @param expected what is right, for documentation
     * @param parser throws {@link IllegalArgumentException} if the text is wrong
     * @return the validator
     */
    public static ConfigDef.Validator text(String expected, Consumer<String> parser) {
        return ConfigDef.LambdaValidator.with(
                (key, value) -> {
                    if (value != null) {
                        check(key, value.toString(), parser);
                    }
                },
                () -> expected);
    }

    private static void check(String key, String text, Consumer<String> parser) {
        @Nullable String unresolved = unresolved(text);
        if (unresolved != null) {
            throw new ConfigException(key, Secrets.hideIn(text), unresolved);
        }
        try {
            parser.accept(text);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(key, Secrets.hideIn(text), Secrets.hideIn(String.valueOf(wrong.getMessage())));
        }
    }

    /**
     * A configuration without the optional keys whose placeholder the worker left as it was: a variable that is not set means the
     * default, as if the key were not there.
     *
     * @param def the keys
     * @param raw the configuration as Connect hands it over
     * @return a copy
     */
    public static Map<String, String> withoutUnset(ConfigDef def, Map<String, String> raw) {
        Map<String, String> set = new HashMap<>(raw);
        def.configKeys().forEach((name, key) -> {
            String text = raw.get(name);
            if (key.hasDefault() && text != null && UNRESOLVED.matcher(text).matches()) {
                set.remove(name);
            }
        });
        return set;
    }

    /**
     * What is wrong with a value that still holds a placeholder.
     *
     * @param text the value
     * @return the fault and the way out, or null if there is no placeholder in it
     */
    public static @Nullable String unresolved(String text) {
        Matcher matcher = UNRESOLVED.matcher(text);
        return matcher.find()
                ? "was not replaced: set " + matcher.group(2) + " for the Connect worker, and config.providers="
                        + matcher.group(1) + " in its configuration"
                : null;
    }

    /**
     * A duration of at most ten seconds, or {@code off}.
     *
     * @return the validator
     */
    static ConfigDef.Validator linger() {
        return text("off, or a duration of at most 10s such as 100ms", ConfigRules::parseLinger);
    }

    static Duration parseLinger(String text) {
        if (text.equals("off")) {
            return Duration.ZERO;
        }
        Duration linger = Settings.parseDuration(text);
        if (linger.toSeconds() > 10) {
            throw new IllegalArgumentException("must be at most 10s, or off");
        }
        return linger;
    }
}
