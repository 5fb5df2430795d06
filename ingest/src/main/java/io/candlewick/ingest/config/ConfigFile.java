package io.candlewick.ingest.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/**
 * A file of settings with the environment over it.
 *
 * <p><b>Shape</b>: Java properties; {@code polygon.socket.url} in the file is {@code CANDLEWICK_POLYGON_SOCKET_URL} in the environment, which wins. A
 * secret stands in the environment, or in a file that the environment names by {@code ..._FILE}, never here.
 */
final class ConfigFile {

    private static final String PREFIX = "CANDLEWICK_";
    private static final String FILE_SUFFIX = "_FILE";

    private final List<String> faults = new ArrayList<>();
    private final Collection<String> names;
    private final Collection<String> prefixes;
    private final Collection<String> secrets;

    /** Settings are known by name, and those of the process's other parts by how their names begin. */
    ConfigFile(Collection<String> names, Collection<String> prefixes, Collection<String> secrets) {
        this.names = names;
        this.prefixes = prefixes;
        this.secrets = secrets;
    }

    /** Every setting, secrets' files read; what is wrong is in {@link #faults}. */
    Map<String, String> read(java.util.Optional<Path> file, Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        file.ifPresent(path -> values.putAll(readFile(path)));
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank()) {
                values.put(name, value);
            }
        });
        for (String secret : secrets) {
            String path = environment.getOrDefault(secret + FILE_SUFFIX, "");
            if (!path.isBlank()) {
                readSecret(secret, Path.of(path), values);
            }
        }
        return values;
    }

    List<String> faults() {
        return faults;
    }

    private Map<String, String> readFile(Path path) {
        Properties properties = new Properties();
        Map<String, String> values = new HashMap<>();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            faults.add("configuration file " + path + " cannot be read: " + unreadable);
            return values;
        }
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            String name =
                    PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            if (secrets.contains(name)) {
                faults.add(path + ": " + key + " is a secret: set " + name + " or " + name + FILE_SUFFIX
                        + " in the environment");
            } else if (!names.contains(name) && prefixes.stream().noneMatch(name::startsWith)) {
                faults.add(path + ": " + key + " is no setting" + near(name));
            } else {
                values.put(name, properties.getProperty(key).strip());
            }
        }
        return values;
    }

    private String near(String name) {
        return names.stream()
                .filter(candidate -> candidate.contains(name.substring(name.lastIndexOf('_')))
                        || name.contains(candidate.substring(candidate.lastIndexOf('_'))))
                .findFirst()
                .map(candidate -> "; perhaps "
                        + candidate
                                .substring(PREFIX.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.') + " was meant")
                .orElse("");
    }

    private void readSecret(String secret, Path path, Map<String, String> values) {
        try {
            values.put(secret, Files.readString(path).strip());
        } catch (IOException unreadable) {
            faults.add(secret + FILE_SUFFIX + "=" + path + " cannot be read: " + unreadable);
        }
    }
}
