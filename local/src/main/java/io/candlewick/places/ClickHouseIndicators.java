package io.candlewick.places;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The indicator values in ClickHouse's table {@code indicators}, de-duplicated by {@code FINAL}: every column of its own is one. */
public final class ClickHouseIndicators implements IndicatorPlace {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIXED =
            Set.of("start_us", "timeframe", "tenant", "symbol", "status", "revision", "version", "bars_seen");

    private final ClickHouseServer server;

    /**
     * The table on a server.
     *
     * @param server the server
     */
    public ClickHouseIndicators(ClickHouseServer server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "clickhouse";
    }

    @Override
    public List<IndicatorReading> read(BarRange range) throws PlaceException {
        String query =
                "SELECT toUnixTimestamp64Micro(start_time) AS start_us, * EXCEPT (start_time, end_time, stored_at)"
                        + " FROM indicators FINAL" + ClickHouseServer.conditions(range)
                        + " ORDER BY start_us SETTINGS output_format_json_quote_64bit_integers = 0 FORMAT JSONEachRow";
        return server.ask("indicators", query, ClickHouseServer.parameters(range), ClickHouseIndicators::readings);
    }

    private static List<IndicatorReading> readings(InputStream body) throws IOException {
        List<IndicatorReading> readings = new ArrayList<>();
        try (MappingIterator<JsonNode> rows = JSON.readerFor(JsonNode.class).readValues(body)) {
            while (rows.hasNextValue()) {
                readings.add(reading(rows.nextValue()));
            }
        }
        return readings;
    }

    private static IndicatorReading reading(JsonNode row) {
        TreeMap<String, Double> values = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            if (!FIXED.contains(field.getKey()) && !field.getValue().isNull()) {
                values.put(field.getKey(), field.getValue().doubleValue());
            }
        }
        return new IndicatorReading(
                row.get("start_us").longValue(),
                row.get("status").textValue(),
                row.get("revision").intValue(),
                row.get("version").longValue(),
                row.get("bars_seen").longValue(),
                values);
    }
}
