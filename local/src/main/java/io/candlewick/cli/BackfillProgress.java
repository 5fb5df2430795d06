package io.candlewick.cli;

import io.candlewick.ingest.download.BackfillView;
import io.candlewick.ingest.download.DownloadProgress;
import io.candlewick.ingest.download.LedgerTopic;
import io.candlewick.local.StackException;
import io.candlewick.places.PlaceException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Shows how far a backfill has come, with how long it will take, until it is done. */
final class BackfillProgress {

    private final PrintWriter out;
    private final BackfillView view;
    private final OwnDownloader own;
    private final Steps steps;
    private final long startedNanos = System.nanoTime();
    private double startedAt = -1;
    private long barsBefore;

    BackfillProgress(PrintWriter out, BackfillView view, OwnDownloader own) {
        this.out = out;
        this.view = view;
        this.own = own;
        this.steps = new Steps(out, Boolean.getBoolean("candlewick.terminal"));
    }

    int await(LedgerTopic ledger) throws StackException, PlaceException {
        steps.begin("backfill");
        while (true) {
            BackfillView.State state = view.of(ledger.catchUp());
            if (state.isDone()) {
                return end(state);
            }
            own.startIfNobodyElseDoes();
            if (!state.isPlanned()
                    && seconds() > BackfillCommand.longestPlanning().toSeconds()) {
                throw new StackException("no downloader has taken the request within "
                        + BackfillCommand.longestPlanning().toSeconds() + " s: see the log of ./candlewick ingest");
            }
            if (state.isPlanned() && startedAt < 0) {
                startedAt = state.done();
                barsBefore = state.bars();
            }
            steps.progress(state.isPlanned() ? line(state) : "waits for the downloader to take the request");
            BackfillCommand.pause();
        }
    }

    private String line(BackfillView.State state) {
        String text = String.format(
                Locale.ROOT,
                "%3.0f %%  %,d of %,d chunks verified, %,d bars, %,.0f bars/s, %s",
                100 * state.done(),
                state.verified(),
                state.chunks(),
                state.bars(),
                (state.bars() - barsBefore) / seconds(),
                remaining(state));
        return text
                + own.progress()
                        .filter(DownloadProgress::paused)
                        .map(progress -> ", waits: " + progress.remark())
                        .orElse("");
    }

    private String remaining(BackfillView.State state) {
        double made = state.done() - Math.max(0, startedAt);
        if (made <= 0) {
            return "ETA unknown";
        }
        long left = Math.round(seconds() * (1 - state.done()) / made);
        return left < 120
                ? "ETA " + left + " s"
                : left < TimeUnit.HOURS.toSeconds(2) ? "ETA " + left / 60 + " min" : "ETA " + left / 3_600 + " h";
    }

    private int end(BackfillView.State state) {
        steps.done(String.format(
                Locale.ROOT,
                "%,d bars in %,d chunks verified, %,.0f bars/s",
                state.verifiedBars(),
                state.verified(),
                Math.max(0, state.verifiedBars() - barsBefore) / seconds()));
        own.progress()
                .filter(progress -> progress.rejected() > 0)
                .ifPresent(progress ->
                        out.printf(Locale.ROOT, "  %,d rows rejected, in ingest.dlq%n", progress.rejected()));
        state.failures().forEach(failure -> out.println("  failed: " + failure));
        out.flush();
        return state.failures().isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private double seconds() {
        return Math.max(1e-3, (System.nanoTime() - startedNanos) / 1e9);
    }
}
