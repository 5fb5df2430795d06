package io.candlewick.cli;

import io.candlewick.ingest.replay.ReplayProgress;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Draws how far a replay has come: a bar with rate and remaining time on a terminal, a line every ten per cent elsewhere. */
final class ReplayBar implements AutoCloseable {

    private static final int STEPS = 1_000;
    private static final int STEPS_PER_LINE = 100;
    private static final int UPDATE_MS = 200;

    private final PrintWriter err;
    private final @Nullable ProgressBar bar;
    private int shownLines;

    ReplayBar(PrintWriter err) {
        this.err = err;
        this.bar = Boolean.getBoolean("candlewick.terminal")
                ? new ProgressBarBuilder()
                        .setTaskName("replay")
                        .setInitialMax(STEPS)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(UPDATE_MS)
                        .setConsumer(new ConsoleProgressBarConsumer(System.err))
                        .hideEta()
                        .build()
                : null;
    }

    void show(ReplayProgress progress) {
        int steps = (int) Math.round(progress.fraction() * STEPS);
        if (bar != null) {
            bar.stepTo(steps);
            bar.setExtraMessage(" " + text(progress));
        } else if (steps / STEPS_PER_LINE > shownLines) {
            shownLines = steps / STEPS_PER_LINE;
            err.printf(Locale.ROOT, "  replay %3d %%  %s%n", steps * 100 / STEPS, text(progress));
            err.flush();
        }
    }

    private static String text(ReplayProgress progress) {
        String remaining = progress.remaining()
                .map(left -> String.format(Locale.ROOT, ", %d s left", left.toSeconds()))
                .orElse("");
        String rejected =
                progress.rejected() == 0 ? "" : String.format(Locale.ROOT, ", %,d rejected", progress.rejected());
        return String.format(
                Locale.ROOT,
                "%,d ticks, %,.0f ticks/s%s%s",
                progress.ticks(),
                progress.ticksPerSecond(),
                remaining,
                rejected);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
