package io.candlewick.bench.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.bench.Load;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Medians of the runs, and what ours are of the floors and of other people's. */
final class SinkReport {

    /** How ours is called among the variants. */
    static final String OURS = "candlewick";

    /** How Connect with a sink that does nothing is called. */
    static final String CONNECT_ALONE = "connect alone";

    /** How the rows by hand, straight into the table, are called. */
    static final String FLOOR = "floor: by hand";

    /** How the rows by hand, staged and merged, are called. */
    static final String FLOOR_UPSERT = "floor: by hand, upsert";

    /** How Debezium's is called, with plain inserts. */
    static final String DEBEZIUM = "debezium: insert";

    /** How Debezium's is called, with upserts. */
    static final String DEBEZIUM_UPSERT = "debezium: upsert";

    private final long rows;
    private final Load load;
    private final String database;
    private final Map<Target, Map<String, List<SinkRun.Result>>> results = new LinkedHashMap<>();

    SinkReport(long rows, Load load, String database) {
        this.rows = rows;
        this.load = load;
        this.database = database;
    }

    void add(SinkRun.Result result) {
        results.computeIfAbsent(result.target(), target -> new LinkedHashMap<>())
                .computeIfAbsent(result.variant(), variant -> new ArrayList<>())
                .add(result);
    }

    void printTable(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n  %,d rows a topic, one task, one partition; %s; %d processors, load %.2f before, Java %s%n",
                rows,
                database,
                load.processors(),
                load.average(),
                load.java());
        if (load.isBusy()) {
            out.println("  The machine was not idle: read the ratios with care, and the figures not at all.");
        }
        out.printf(
                Locale.ROOT,
                "%n  %-17s %-24s %4s %10s %21s %9s %11s %8s %9s %10s %5s%n",
                "into",
                "by (median)",
                "runs",
                "rows/s",
                "least .. greatest",
                "worker us",
                "database us",
                "of floor",
                "of upsert",
                "x debezium",
                "load");
        results.forEach((target, variants) -> variants.forEach((variant, runs) -> out.printf(
                Locale.ROOT,
                "  %-17s %-24s %4d %,10.0f %,10.0f..%,9.0f %9s %11s %8s %9s %10s %5.1f%n",
                target.text(),
                variant,
                runs.size(),
                median(runs, SinkRun.Result::rowsPerSecond),
                runs.stream().mapToDouble(SinkRun.Result::rowsPerSecond).min().orElse(0),
                runs.stream().mapToDouble(SinkRun.Result::rowsPerSecond).max().orElse(0),
                number(median(runs, SinkRun.Result::workerMicros)),
                number(median(runs, SinkRun.Result::databaseMicros)),
                number(ratio(target, variant, FLOOR)),
                number(ratio(target, variant, FLOOR_UPSERT)),
                number(ofDebezium(target, variant)),
                median(runs, SinkRun.Result::load))));
        out.println();
        out.println(
                "  worker us, database us: processor time of the Connect worker's process (JIT and collector included) and of the");
        out.println(
                "  database's, a row. of floor: of COPY or RowBinary by hand over one connection; of upsert: of COPY to a staging table and");
        out.println(
                "  an upsert from there. x debezium: times the faster of its two. load: processes that wanted a processor.");
        out.println(
                "  connect alone: a sink that takes the records and does nothing, for what any sink's worker costs.");
    }

    private double ofDebezium(Target target, String variant) {
        return Math.min(ratio(target, variant, DEBEZIUM), ratio(target, variant, DEBEZIUM_UPSERT));
    }

    void printJson(PrintWriter out) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("rows", rows).put("database", database);
        root.set("machine", mapper.valueToTree(load));
        ArrayNode entries = root.putArray("results");
        results.forEach((target, variants) -> variants.forEach((variant, runs) -> {
            ObjectNode entry = entries.addObject();
            entry.put("into", target.text()).put("by", variant).put("runs", runs.size());
            entry.put("rows_per_second", median(runs, SinkRun.Result::rowsPerSecond));
            putIfNumber(entry, "worker_us_per_row", median(runs, SinkRun.Result::workerMicros));
            putIfNumber(entry, "database_us_per_row", median(runs, SinkRun.Result::databaseMicros));
            putIfNumber(entry, "load", median(runs, SinkRun.Result::load));
            putIfNumber(entry, "of_debezium", ofDebezium(target, variant));
            putIfNumber(entry, "of_floor", ratio(target, variant, FLOOR));
            putIfNumber(entry, "of_upsert_floor", ratio(target, variant, FLOOR_UPSERT));
        }));
        out.println(root.toPrettyString());
    }

    private static void putIfNumber(ObjectNode entry, String name, double value) {
        if (!Double.isNaN(value)) {
            entry.put(name, value);
        }
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private double ratio(Target target, String variant, String base) {
        Map<String, List<SinkRun.Result>> variants = results.getOrDefault(target, Map.of());
        return median(variants.getOrDefault(variant, List.of()), SinkRun.Result::rowsPerSecond)
                / median(variants.getOrDefault(base, List.of()), SinkRun.Result::rowsPerSecond);
    }

    private static double median(List<SinkRun.Result> runs, ToDoubleFunction<SinkRun.Result> value) {
        double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
