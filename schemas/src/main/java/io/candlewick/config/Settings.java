package io.candlewick.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed settings from a map of names to text, the environment as a rule, and collects every fault.
 *
 * <p>A setting that is missing or wrong yields its default while the reading goes on; {@link #check()} then throws one exception that
 * lists all faults. Durations are written {@code 250ms}, {@code 5s}, {@code 10m}, {@code 24h}, {@code 7d}.
 */
public final class Settings {

    /** Behind the name of a secret: the setting that names a file which holds it. */
    public static final String FILE_SUFFIX = "_FILE";

    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

    private final Map<String, String> values;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Asked> asked = new LinkedHashMap<>();

    /**
     * A setting that was asked for, for the documentation.
     *
     * @param name the setting
     * @param must what its value must be, in words
     * @param fallback what counts where it is not set; nothing if there is no default
     */
    public record Asked(String name, String must, Optional<String> fallback) {}

    private Settings(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Settings of a map.
     *
     * @param values names to text; blank text counts as missing
     * @return a reader
     */
    public static Settings of(Map<String, String> values) {
        return new Settings(values);
    }

    /**
     * Text that may be missing.
     *
     * @param name the setting
     * @return its value
     */
    public Optional<String> text(String name) {
        ask(name, "text", Optional.empty());
        return given(name);
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * Text with a default.
     *
     * @param name the setting
     * @param fallback the default
     * @return the value or the default
     */
    public String text(String name, String fallback) {
        ask(name, "text", Optional.of(fallback));
        return given(name).orElse(fallback);
    }

    /**
     * A secret: the setting itself, or what stands in the file that the setting with {@value #FILE_SUFFIX} behind its name names.
     *
     * @param name the setting
     * @return its value, the file's without white space around it
     */
    public Optional<String> secret(String name) {
        ask(name, "text, a secret", Optional.empty());
        Optional<String> given = given(name);
        Optional<String> file = given(name + FILE_SUFFIX);
        if (given.isPresent() || file.isEmpty()) {
            return given;
        }
        try {
            return Optional.of(Files.readString(Path.of(file.get())).strip()).filter(secret -> !secret.isEmpty());
        } catch (IOException | InvalidPathException unreadable) {
            faults.add(name + FILE_SUFFIX + "=" + file.get() + ": cannot be read");
            return Optional.empty();
        }
    }

    /**
     * Whether a setting, or a file that holds it, is given.
     *
     * @param name the setting
     * @return true if it is
     */
    public boolean isGiven(String name) {
        ask(name, "text", Optional.empty());
        return given(name).isPresent() || given(name + FILE_SUFFIX).isPresent();
    }

    /**
     * Text that must be there.
     *
     * @param name the setting
     * @return the value, or an empty text after noting the fault
     */
    public String required(String name) {
        ask(name, "text, required", Optional.empty());
        return given(name).orElseGet(() -> {
            faults.add(name + " is not set");
            return "";
        });
    }

    /**
     * A value of any type.
     *
     * @param name the setting
     * @param fallback the default
     * @param parse turns text into the value; its {@link IllegalArgumentException} becomes a fault
     * @param <T> the type
     * @return the value or the default
     */
    public <T> T value(String name, T fallback, Function<String, T> parse) {
        ask(name, "", Optional.of(shown(fallback)));
        Optional<String> text = given(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            return parse.apply(text.get().strip());
        } catch (IllegalArgumentException wrong) {
            String value = text.get().strip();
            String reason =
                    Secrets.hideIn(String.valueOf(wrong.getMessage()).replace(value, Secrets.shown(name, value)));
            faults.add(name + "=" + Secrets.shown(name, value) + ": " + reason);
            return fallback;
        }
    }

    /**
     * A whole number within bounds.
     *
     * @param name the setting
     * @param fallback the default
     * @param least the least allowed
     * @param most the greatest allowed
     * @return the value or the default
     */
    public int wholeNumber(String name, int fallback, int least, int most) {
        ask(name, "a whole number from " + least + " to " + most, Optional.of(Integer.toString(fallback)));
        return value(name, fallback, text -> {
            int number;
            try {
                number = Integer.parseInt(text);
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException("must be a whole number", notANumber);
            }
            if (number < least || number > most) {
                throw new IllegalArgumentException("must be from " + least + " to " + most);
            }
            return number;
        });
    }

    /**
     * A duration.
     *
     * @param name the setting
     * @param fallback the default
     * @return the value or the default
     */
    public Duration duration(String name, Duration fallback) {
        ask(name, "a duration", Optional.of(text(fallback)));
        return value(name, fallback, Settings::parseDuration);
    }

    /**
     * An http or https address that may be missing.
     *
     * @param name the setting
     * @return the address
     */
    public Optional<URI> address(String name) {
        ask(name, "an http or https address", Optional.empty());
        return value(name, Optional.empty(), text -> Optional.of(parseAddress(text)));
    }

    /**
     * What was asked for so far, each setting once, in the order it was first asked for.
     *
     * @return for the documentation
     */
    public List<Asked> asked() {
        return List.copyOf(asked.values());
    }

    private void ask(String name, String must, Optional<String> fallback) {
        asked.putIfAbsent(name, new Asked(name, must, fallback));
    }

    private static String shown(@Nullable Object fallback) {
        if (fallback instanceof Optional<?> optional) {
            return optional.map(Settings::shown).orElse("");
        }
        if (fallback instanceof Collection<?> several) {
            return several.stream().map(Settings::shown).collect(Collectors.joining(","));
        }
        return fallback instanceof Duration duration ? text(duration) : String.valueOf(fallback);
    }

    private static String text(Duration duration) {
        if (duration.toMillis() % 1_000 != 0) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds > 0 && seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds > 0 && seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /**
     * Notes a fault the caller found, e.g. a clash of two settings.
     *
     * @param fault one line that names the settings and their values
     */
    public void fault(String fault) {
        faults.add(fault);
    }

    /**
     * Ends the reading.
     *
     * @throws SettingsException if there was any fault; it lists all of them
     */
    public void check() {
        if (!faults.isEmpty()) {
            // Two parts may miss the same setting.
            throw new SettingsException(faults.stream().distinct().toList());
        }
    }

    /**
     * Reads a duration.
     *
     * @param text e.g. {@code 5s}
     * @return the duration
     * @throws IllegalArgumentException if it is none
     */
    public static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a duration such as 250ms, 5s, 10m, 24h or 7d");
        }
        long count = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        // Whoever asks for milliseconds or nanoseconds of it must get them.
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("must be at most " + LONGEST.toDays() + "d");
        }
        return duration;
    }

    private static URI parseAddress(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException notAnAddress) {
            throw new IllegalArgumentException("must be an http or https address", notAnAddress);
        }
        throw new IllegalArgumentException("must be an http or https address");
    }
}
