package io.candlewick.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What happened when, told as it happens and kept for the report. <b>Thread</b>: any. */
final class Timeline {

    private final long startNanos = System.nanoTime();
    private final Consumer<String> listener;
    private final List<String> lines = new ArrayList<>();

    Timeline(Consumer<String> listener) {
        this.listener = listener;
    }

    synchronized void say(String what) {
        String line = String.format(Locale.ROOT, "%7.1f s  %s", (System.nanoTime() - startNanos) / 1e9, what);
        lines.add(line);
        listener.accept(line);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
