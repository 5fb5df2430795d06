package io.candlewick.connect.sink;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which topic holds what, and the table it goes to.
 *
 * <p><b>Shape</b>: as text, {@code topic=kind} for the kind's own table or {@code topic=kind:table} for another of the same columns.
 */
public final class Routes {

    private static final Pattern TABLE = Pattern.compile("[a-z_][a-z0-9_]{0,47}(\\.[a-z_][a-z0-9_]{0,47})?");

    private final Map<String, Route> byTopic = new LinkedHashMap<>();

    private Routes() {}

    /**
     * Reads routes from their text.
     *
     * @param entries e.g. {@code ticks.live=ticks} and {@code bars=bars:market_candles}
     * @param tables the table of each kind unless an entry names another
     * @return the routes
     * @throws IllegalArgumentException if an entry is not a route, or a topic has two
     */
    public static Routes parse(Collection<String> entries, Map<RecordKind, String> tables) {
        Routes routes = new Routes();
        for (String entry : entries) {
            Route route = parse(entry, tables);
            if (routes.byTopic.putIfAbsent(route.topic(), route) != null) {
                throw new IllegalArgumentException("topic '" + route.topic() + "' has two routes");
            }
        }
        return routes;
    }

    private static Route parse(String entry, Map<RecordKind, String> tables) {
        int equals = entry.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("'" + entry + "' is not topic=kind or topic=kind:table");
        }
        String target = entry.substring(equals + 1).strip();
        int colon = target.indexOf(':');
        RecordKind kind = RecordKind.parse(colon < 0 ? target : target.substring(0, colon));
        String table = colon < 0 ? tables.getOrDefault(kind, "") : target.substring(colon + 1);
        if (!TABLE.matcher(table).matches()) {
            throw new IllegalArgumentException("'" + entry + "' names table '" + table
                    + "'; a table is lower-case letters, digits and _, with or without a schema and a dot");
        }
        return new Route(entry.substring(0, equals).strip(), kind, table);
    }

    /**
     * The route of a topic.
     *
     * @param topic the topic
     * @return its route, or null if it has none
     */
    public @Nullable Route of(String topic) {
        return byTopic.get(topic);
    }

    /**
     * The topics that have a route.
     *
     * @return their names, in the order of the configuration
     */
    public List<String> topics() {
        return List.copyOf(byTopic.keySet());
    }
}
