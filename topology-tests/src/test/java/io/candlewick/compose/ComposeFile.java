package io.candlewick.compose;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code docker-compose.yml} as it stands in the repository: anchors and merges are resolved, {@code ${...}} is not.
 *
 * @param text the file
 * @param services the services by name
 */
record ComposeFile(String text, Map<String, Service> services) {

    /** One service; its settings as the file has them. */
    record Service(String name, Map<?, ?> settings) {

        Optional<String> text(String setting) {
            return Optional.ofNullable(settings.get(setting)).map(String::valueOf);
        }

        List<String> texts(String setting) {
            return settings.get(setting) instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
        }

        Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            map(settings.get("environment")).forEach((key, value) -> environment.put(key.toString(), "" + value));
            return environment;
        }

        /** The environment of our programs alone. */
        Map<String, String> candlewick() {
            Map<String, String> environment = environment();
            environment.keySet().removeIf(key -> !key.startsWith("CANDLEWICK_"));
            return environment;
        }

        Map<?, ?> map(@Nullable Object setting) {
            return setting instanceof Map<?, ?> map ? map : Map.of();
        }

        Map<?, ?> section(String setting) {
            return map(settings.get(setting));
        }

        boolean runsOnceAndEnds() {
            return "no".equals(settings.get("restart"));
        }
    }

    static ComposeFile read() throws IOException {
        Path file = RepositoryRoot.resolve("docker-compose.yml");
        Map<String, Service> services = new LinkedHashMap<>();
        section(yaml(file), "services").forEach((name, settings) -> {
            if (settings instanceof Map<?, ?> map) {
                services.put(name.toString(), new Service(name.toString(), map));
            }
        });
        return new ComposeFile(Files.readString(file), services);
    }

    static Map<?, ?> yaml(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            return root instanceof Map<?, ?> map ? map : Map.of();
        }
    }

    private static Map<?, ?> section(Map<?, ?> root, String name) {
        return root.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    Service service(String name) {
        Service service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("docker-compose.yml has no service " + name);
        }
        return service;
    }
}
