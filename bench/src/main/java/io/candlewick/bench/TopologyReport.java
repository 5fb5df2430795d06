package io.candlewick.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candlewick.bench.measured.Measurement;
import io.candlewick.bench.measured.Variant;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Medians of all runs, and what they are of the null topology and of the DSL's windows. */
final class TopologyReport {

    private final long ticks;
    private final int symbols;
    private final int threads;
    private final Load load;
    private final Map<Variant, List<Measurement>> runs = new EnumMap<>(Variant.class);

    TopologyReport(long ticks, int symbols, int threads, Load load) {
        this.ticks = ticks;
        this.symbols = symbols;
        this.threads = threads;
        this.load = load;
    }

    void add(Measurement measurement) {
        runs.computeIfAbsent(measurement.variant(), variant -> new ArrayList<>())
                .add(measurement);
    }

    void printTable(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n  %,d quotes of %d symbols, %d stream thread%s, exactly once, commit every 100 ms;"
                        + " %d processors, load %.2f before, Java %s%n",
                ticks,
                symbols,
                threads,
                threads == 1 ? "" : "s",
                load.processors(),
                load.average(),
                load.java());
        if (load.isBusy()) {
            out.println("  The machine was not idle: read the ratios with care, and the figures not at all.");
        }
        out.printf(
                Locale.ROOT,
                "%n  %-24s %5s %12s %22s %14s %14s %8s %8s %8s%n",
                "median of runs",
                "runs",
                "ticks/s",
                "least .. greatest",
                "process us",
                "threads us",
                "of (b)",
                "of (c)",
                "of (d)");
        runs.forEach((variant, measurements) -> out.printf(
                Locale.ROOT,
                "  %-24s %5d %,12.0f %,11.0f..%,9.0f %14.2f %14.2f %8s %8s %8s%n",
                variant.title(),
                measurements.size(),
                median(variant, Measurement::perSecond),
                measurements.stream().mapToDouble(Measurement::perSecond).min().orElse(0),
                measurements.stream().mapToDouble(Measurement::perSecond).max().orElse(0),
                median(variant, Measurement::processMicros),
                median(variant, Measurement::threadMicros),
                ratio(variant, Variant.NULL),
                ratio(variant, Variant.WINDOWS),
                ratio(variant, Variant.CANDLEWICK)));
        out.println();
        out.println(
                "  us: processor time a tick of the application, of the whole process (Java, JIT, collector, RocksDB)"
                        + " and of its stream threads.");
    }

    void printJson(PrintWriter out) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("ticks", ticks).put("symbols", symbols).put("threads", threads);
        root.set("machine", mapper.valueToTree(load));
        ObjectNode variants = root.putObject("variants");
        runs.forEach((variant, measurements) -> {
            ObjectNode entry = variants.putObject(variant.name().toLowerCase(Locale.ROOT));
            entry.put("ticks_per_second", median(variant, Measurement::perSecond));
            entry.put("process_us_per_tick", median(variant, Measurement::processMicros));
            entry.put("threads_us_per_tick", median(variant, Measurement::threadMicros));
            entry.put("of_null", of(variant, Variant.NULL));
            entry.put("of_windows", of(variant, Variant.WINDOWS));
            entry.put("of_candlewick", of(variant, Variant.CANDLEWICK));
            entry.set("runs", mapper.valueToTree(measurements));
        });
        out.println(root.toPrettyString());
    }

    private String ratio(Variant variant, Variant base) {
        double ratio = of(variant, base);
        return Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.2f", ratio);
    }

    private double of(Variant variant, Variant base) {
        return median(variant, Measurement::perSecond) / median(base, Measurement::perSecond);
    }

    private double median(Variant variant, ToDoubleFunction<Measurement> value) {
        List<Measurement> measurements = runs.getOrDefault(variant, List.of());
        double[] sorted = measurements.stream().mapToDouble(value).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
