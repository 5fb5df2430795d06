package io.candlewick.bench;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Says on standard error what a long measurement is at: over one line on a terminal, elsewhere a line every few seconds. */
public final class Progress {

    private static final long LINE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintWriter err;
    private final boolean terminal = Boolean.getBoolean("candlewick.terminal");
    private long saidNanos = System.nanoTime() - LINE_EVERY_NANOS;

    /**
     * Nothing is said yet.
     *
     * @param err where to
     */
    public Progress(PrintWriter err) {
        this.err = err;
    }

    /**
     * Says it, unless something was said just now.
     *
     * @param format as of {@link String#format}
     * @param values its values
     */
    @SuppressWarnings("AnnotateFormatMethod") // That annotation is no dependency of ours.
    public void say(String format, Object... values) {
        long now = System.nanoTime();
        if (!terminal && now - saidNanos < LINE_EVERY_NANOS) {
            return;
        }
        saidNanos = now;
        String text = String.format(Locale.ROOT, format, values);
        err.print(terminal ? "\r  " + text + "\033[K" : "  " + text + System.lineSeparator());
        err.flush();
    }
}
