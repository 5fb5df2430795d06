package io.candlewick.connect.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connector as a JSON file describes it: {@code {"name": ..., "config": {...}}}, the shape that {@code POST /connectors} takes.
 *
 * @param name the connector
 * @param config its configuration
 */
public record ConnectorFile(String name, Map<String, String> config) {

    /** The connectors whose files are in the jar, as {@code connectors/config/} of the project has them. */
    public static final List<String> BUNDLED =
            List.of("timescaledb-sink", "timescaledb-history", "clickhouse-sink", "clickhouse-history");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Takes a sorted copy. */
    public ConnectorFile {
        config = java.util.Collections.unmodifiableMap(new TreeMap<>(config));
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the connector
     * @throws ConnectorException if it cannot be read or is no connector
     */
    public static ConnectorFile read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException unreadable) {
            throw new ConnectorException(
                    "Connector file '" + file + "' cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * Reads one of the files in the jar.
     *
     * @param name one of {@link #BUNDLED}
     * @return the connector
     * @throws ConnectorException if there is none of that name
     */
    public static ConnectorFile bundled(String name) {
        return parse(name, bundledText(name + ".json"));
    }

    /**
     * The text of a file in the jar.
     *
     * @param file its name below {@code connectors/config/}
     * @return the text
     * @throws ConnectorException if there is none of that name
     */
    public static String bundledText(String file) {
        try (InputStream in = ConnectorFile.class.getResourceAsStream("/connector-config/" + file)) {
            if (in == null) {
                throw new ConnectorException("Connector '" + file.replaceFirst("\\.json$", "") + "' is none of "
                        + BUNDLED + ", nor one of other people's (peers/...) or a file");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new ConnectorException(
                    "Connector '" + file + "' cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * The bundled connectors of a database, those of the live lane before those of the history lane.
     *
     * @param database {@code timescaledb} or {@code clickhouse}
     * @return the connectors
     */
    public static List<ConnectorFile> bundledFor(String database) {
        return BUNDLED.stream()
                .filter(name -> name.startsWith(database + "-"))
                .map(ConnectorFile::bundled)
                .toList();
    }

    private static ConnectorFile parse(String origin, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (!json.path("name").isTextual() || !json.path("config").isObject()) {
                throw new ConnectorException("Connector file '" + origin + "' has no \"name\" or no \"config\"");
            }
            Map<String, String> config = new TreeMap<>();
            json.path("config")
                    .properties()
                    .forEach(
                            entry -> config.put(entry.getKey(), entry.getValue().asText()));
            return new ConnectorFile(json.path("name").asText(), config);
        } catch (JsonProcessingException notJson) {
            throw new ConnectorException(
                    "Connector file '" + origin + "' is not JSON: " + notJson.getOriginalMessage(), notJson);
        }
    }

    /**
     * The same connector with some settings replaced.
     *
     * @param settings the settings that win
     * @return a copy
     */
    public ConnectorFile with(Map<String, String> settings) {
        Map<String, String> merged = new TreeMap<>(config);
        merged.putAll(settings);
        return new ConnectorFile(name, merged);
    }
}
