package io.candlewick.connect.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which topic holds what, and the table it goes to.
 *
 * <p><b>Shape</b>: as text, {@code topic=kind} for the kind's own table or {@code topic=kind:table} for another of the same columns. A topic
 * has one route, a topic of bars one for its revisions besides.
 */
public final class Routes {

    private static final Pattern TABLE = Pattern.compile("[a-z_][a-z0-9_]{0,47}(\\.[a-z_][a-z0-9_]{0,47})?");

    private static final Set<RecordKind> SIDE_BY_SIDE = EnumSet.of(RecordKind.BARS, RecordKind.REVISIONS);

    private final Map<String, List<Route>> byTopic = new LinkedHashMap<>();

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
            List<Route> before = routes.byTopic.computeIfAbsent(route.topic(), topic -> new ArrayList<>());
            if (!before.isEmpty() && !isBeside(route, before)) {
                throw new IllegalArgumentException("topic '" + route.topic() + "' has two routes");
            }
            before.add(route);
        }
        return routes;
    }

    private static boolean isBeside(Route route, List<Route> others) {
        return others.size() == 1
                && others.get(0).kind() != route.kind()
                && SIDE_BY_SIDE.contains(others.get(0).kind())
                && SIDE_BY_SIDE.contains(route.kind());
    }

    private static Route parse(String entry, Map<RecordKind, String> tables) {
        int equals = entry.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("'" + entry + "' is not topic=kind or topic=kind:table");
        }
        String target = entry.substring(equals + 1).strip();
        int colon = target.indexOf(':');
        RecordKind kind = RecordKind.parse(colon < 0 ? target : target.substring(0, colon), tables.keySet());
        String table = colon < 0 ? tables.getOrDefault(kind, "") : target.substring(colon + 1);
        if (!TABLE.matcher(table).matches()) {
            throw new IllegalArgumentException("'" + entry + "' names table '" + table
                    + "'; a table is lower-case letters, digits and _, with or without a schema and a dot");
        }
        return new Route(entry.substring(0, equals).strip(), kind, table);
    }

    /**
     * The routes of a topic.
     *
     * @param topic the topic
     * @return its routes, empty if it has none
     */
    public List<Route> of(String topic) {
        return byTopic.getOrDefault(topic, List.of());
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
