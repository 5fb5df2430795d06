package io.candlewick.bench.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.bench.Progress;
import io.candlewick.local.StackException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes a row of real ticks and bars takes in ClickHouse, column by column, by each codec that its type can have: every
 * candidate is a table of its own in a database that goes with the measurement, filled from the rows that are there in one go, so that it
 * is one part.
 */
final class SinkCodecs {

    private static final String DATABASE = "candlewick_codecs";
    private static final long LEAST_ROWS = 10_000;
    private static final long MOST_ROWS = 1_000_000;
    private static final List<String> TABLES = List.of("aggregates", "ticks_history");

    /** What each codec can encode. */
    private enum Codec {
        ZSTD("ZSTD(1)", true, true),
        ZSTD_3("ZSTD(3)", true, true),
        DELTA("Delta, ZSTD(1)", true, true),
        DOUBLE_DELTA("DoubleDelta, ZSTD(1)", true, false),
        GORILLA("Gorilla, ZSTD(1)", false, true),
        FPC("FPC, ZSTD(1)", false, true),
        T64("T64, ZSTD(1)", true, false),
        LZ4("LZ4", true, true);

        private final String text;
        private final boolean whole;
        private final boolean floating;

        Codec(String text, boolean whole, boolean floating) {
            this.text = text;
            this.whole = whole;
            this.floating = floating;
        }

        boolean fits(String type) {
            if (type.contains("LowCardinality") || type.contains("Bool")) {
                return false;
            }
            if (type.contains("String")) {
                return this == ZSTD || this == ZSTD_3 || this == LZ4;
            }
            return type.contains("Float") ? floating : whole;
        }
    }

    private record Column(String name, String type, String now) {}

    private final ClickHouseSide clickhouse;
    private final Progress progress;

    SinkCodecs(String url, Progress progress) {
        this.clickhouse = new ClickHouseSide(url, 0);
        this.progress = progress;
    }

    void print(PrintWriter out, boolean json) throws StackException {
        clickhouse.text("DROP DATABASE IF EXISTS " + DATABASE);
        clickhouse.text("CREATE DATABASE " + DATABASE);
        ObjectNode root = new ObjectMapper().createObjectNode();
        try {
            for (String table : TABLES) {
                long rows =
                        Long.parseLong(clickhouse.text("SELECT count() FROM " + table + " FINAL FORMAT TabSeparated"));
                if (rows < LEAST_ROWS) {
                    out.printf(
                            Locale.ROOT,
                            "%n  %s has %,d rows: %,d are the least to tell codecs apart%n",
                            table,
                            rows,
                            LEAST_ROWS);
                    continue;
                }
                measure(table, Math.min(rows, MOST_ROWS), out, json ? root.putObject(table) : null);
            }
        } finally {
            clickhouse.text("DROP DATABASE IF EXISTS " + DATABASE);
        }
        if (json) {
            out.println(root.toPrettyString());
        }
    }

    private void measure(String table, long rows, PrintWriter out, @Nullable ObjectNode json) throws StackException {
        List<Column> columns = columns(table);
        Map<Codec, Map<String, Long>> bytes = new LinkedHashMap<>();
        for (Codec codec : Codec.values()) {
            progress.say("%s: %s", table, codec.text);
            bytes.put(
                    codec,
                    fill(
                            table,
                            codec.name().toLowerCase(Locale.ROOT),
                            columns.stream()
                                    .map(column -> column.name + " " + column.type
                                            + (codec.fits(column.type) ? " CODEC(" + codec.text + ")" : ""))
                                    .collect(Collectors.joining(", "))));
        }
        Map<String, Long> now = fill(
                table,
                "as_it_is",
                columns.stream()
                        .map(column -> column.name + " " + column.type + " " + column.now)
                        .collect(Collectors.joining(", ")));
        Table report = new Table(table, rows, columns, bytes, now);
        if (json == null) {
            report.print(out);
        } else {
            report.write(json);
        }
    }

    private List<Column> columns(String table) throws StackException {
        List<Column> columns = new ArrayList<>();
        String said = clickhouse.text("SELECT name, type, compression_codec FROM system.columns WHERE database ="
                + " currentDatabase() AND table = '" + table
                + "' AND name != 'stored_at' ORDER BY position FORMAT TabSeparatedRaw");
        for (String line : said.split("\n", -1)) {
            String[] fields = line.split("\t", -1);
            columns.add(new Column(fields[0], fields[1], fields[2]));
        }
        return columns;
    }

    /** Fills a table of these columns and gives the compressed bytes of each. */
    private Map<String, Long> fill(String table, String name, String columns) throws StackException {
        String key =
                clickhouse.text("SELECT sorting_key FROM system.tables WHERE database = currentDatabase() AND name = '"
                        + table + "' FORMAT TabSeparatedRaw");
        String names =
                clickhouse.text("SELECT arrayStringConcat(groupArray(name), ', ') FROM system.columns WHERE database"
                        + " = currentDatabase() AND table = '" + table
                        + "' AND name != 'stored_at' FORMAT TabSeparatedRaw");
        String copy = DATABASE + "." + table + "_" + name;
        clickhouse.text("CREATE TABLE " + copy + " (" + columns + ") ENGINE = MergeTree ORDER BY (" + key
                + ") SETTINGS min_bytes_for_wide_part = 0, allow_suspicious_low_cardinality_types = 1");
        clickhouse.text("INSERT INTO " + copy + " (" + names + ") SELECT " + names + " FROM " + table + " FINAL LIMIT "
                + MOST_ROWS + " SETTINGS max_insert_threads = 1, min_insert_block_size_rows = " + MOST_ROWS
                + ", min_insert_block_size_bytes = 0");
        Map<String, Long> bytes = new TreeMap<>();
        String said = clickhouse.text("SELECT column, sum(column_data_compressed_bytes) FROM system.parts_columns WHERE"
                + " active AND database = '" + DATABASE + "' AND table = '" + table + "_" + name
                + "' GROUP BY column FORMAT TabSeparatedRaw");
        for (String line : said.split("\n", -1)) {
            String[] fields = line.split("\t", -1);
            bytes.put(fields[0], Long.valueOf(fields[1]));
        }
        clickhouse.text("DROP TABLE " + copy);
        return bytes;
    }

    /** What was measured of one table. */
    private record Table(
            String name, long rows, List<Column> columns, Map<Codec, Map<String, Long>> bytes, Map<String, Long> now) {

        private Codec best(Column column) {
            Codec best = Codec.LZ4;
            for (Codec codec : Codec.values()) {
                if (codec.fits(column.type)
                        && bytes.getOrDefault(codec, Map.of()).getOrDefault(column.name, Long.MAX_VALUE)
                                < bytes.getOrDefault(best, Map.of()).getOrDefault(column.name, Long.MAX_VALUE)) {
                    best = codec;
                }
            }
            return best;
        }

        private double perRow(Map<String, Long> sizes, String column) {
            return sizes.getOrDefault(column, 0L) / (double) rows;
        }

        private String text(Codec codec, Column column) {
            return codec.fits(column.type)
                    ? String.format(Locale.ROOT, "%.3f", perRow(bytes.getOrDefault(codec, Map.of()), column.name))
                    : "-";
        }

        void print(PrintWriter out) {
            out.printf(
                    Locale.ROOT,
                    "%n  %s: %,d rows; compressed bytes a row%n%n  %-22s %-20s",
                    name,
                    rows,
                    "column",
                    "now");
            for (Codec codec : Codec.values()) {
                out.printf(Locale.ROOT, " %8s", codec.name().replace("DOUBLE_DELTA", "DBLDELTA"));
            }
            out.printf(Locale.ROOT, "  best%n");
            double total = 0;
            double least = 0;
            for (Column column : columns) {
                out.printf(
                        Locale.ROOT,
                        "  %-22s %12.3f %7s",
                        column.name,
                        perRow(now, column.name),
                        column.now
                                .replace("CODEC(", "")
                                .replace(", ZSTD(1))", "")
                                .replace("ZSTD(1))", "ZSTD"));
                for (Codec codec : Codec.values()) {
                    out.printf(Locale.ROOT, " %8s", text(codec, column));
                }
                boolean fixed = !Codec.ZSTD.fits(column.type);
                total += perRow(now, column.name);
                least += fixed
                        ? perRow(now, column.name)
                        : perRow(bytes.getOrDefault(best(column), Map.of()), column.name);
                out.printf(Locale.ROOT, "  %s%n", fixed ? "-" : best(column).text);
            }
            out.printf(Locale.ROOT, "  %-22s %12.3f now, %.3f with the best of each column%n", "a row", total, least);
        }

        void write(ObjectNode json) {
            json.put("rows", rows);
            for (Column column : columns) {
                ObjectNode entry = json.putObject(column.name);
                entry.put("now", perRow(now, column.name)).put("codec", column.now);
                bytes.forEach((codec, sizes) -> {
                    if (codec.fits(column.type)) {
                        entry.put(codec.text, perRow(sizes, column.name));
                    }
                });
            }
        }
    }
}
