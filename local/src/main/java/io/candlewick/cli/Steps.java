package io.candlewick.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Says what a long command is at, on one line that is written over on a terminal, and remembers how long each step took. */
final class Steps {

    private static final long LINE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintWriter out;
    private final boolean terminal;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private String step = "";
    private long startedNanos;
    private long shownNanos;

    Steps(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void begin(String name) {
        step = name;
        startedNanos = System.nanoTime();
        shownNanos = 0;
    }

    void progress(String text) {
        long now = System.nanoTime();
        if (terminal) {
            out.printf("\r  %-10s %s\033[K", step, text);
            out.flush();
        } else if (shownNanos == 0 || now - shownNanos >= LINE_EVERY_NANOS) {
            shownNanos = now;
            out.printf("  %-10s %s%n", step, text);
            out.flush();
        }
    }

    void done(String text) {
        double took = (System.nanoTime() - startedNanos) / 1e9;
        seconds.put(step, took);
        out.printf(Locale.ROOT, "%s  %-10s %s (%.1f s)%n", terminal ? "\r\033[K" : "", step, text, took);
        out.flush();
    }

    String slowest() {
        return seconds.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(entry -> String.format(Locale.ROOT, "%s, %.1f s", entry.getKey(), entry.getValue()))
                .orElse("none");
    }

    double total() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
