package io.candlewick.ingest.replay;

import io.candlewick.ingest.publish.BarPublisher;
import io.candlewick.market.Bar;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes the bars of one file in runs, each with the span it covers completely.
 *
 * <p>A minute without a bar is quiet, and covered; but where the market was open for longer than the longest quiet time and the file has no
 * bar, the file has a hole, and the span must not claim it: a run ends there and another begins. <b>Thread</b>: one. <b>Cost</b>: at most
 * {@value #MAX_RUN} bars are held; a longer run is published in pieces that touch.
 */
final class CoveredRuns {

    private static final int MAX_RUN = 10_080;
    private static final int MAX_EXAMPLES = 10;

    private final BarPublisher publisher;
    private final TradingCalendar calendar;
    private final long longestQuietUs;
    private final List<Bar> run = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();
    private long fromUs;
    private long holes;

    CoveredRuns(BarPublisher publisher, TradingCalendar calendar, Duration longestQuiet) {
        this.publisher = publisher;
        this.calendar = calendar;
        this.longestQuietUs = longestQuiet.toMillis() * 1_000;
    }

    void add(Bar bar) {
        long startUs = bar.key().startTimeUs();
        if (!run.isEmpty()) {
            long endUs = run.get(run.size() - 1).endTimeUs();
            if (openUs(endUs, startUs) > longestQuietUs) {
                noteHole(endUs, startUs);
                end();
            } else if (run.size() == MAX_RUN) {
                publish(startUs);
            }
        }
        if (run.isEmpty()) {
            fromUs = startUs;
        }
        run.add(bar);
    }

    /** Ends the run: nothing is known of what follows its last bar. */
    void end() {
        if (!run.isEmpty()) {
            publish(run.get(run.size() - 1).endTimeUs());
        }
    }

    private void publish(long toUs) {
        TimeSpan range = new TimeSpan(fromUs, toUs);
        run.forEach(bar -> publisher.publish(bar, range));
        run.clear();
    }

    private long openUs(long fromTimeUs, long toTimeUs) {
        return calendar.openSpans(fromTimeUs, toTimeUs).stream()
                .mapToLong(span -> span.endUs() - span.startUs())
                .sum();
    }

    private void noteHole(long fromTimeUs, long toTimeUs) {
        holes++;
        if (examples.size() < MAX_EXAMPLES) {
            examples.add(Times.instant(fromTimeUs) + " to " + Times.instant(toTimeUs));
        }
    }

    long holes() {
        return holes;
    }

    List<String> examples() {
        return examples;
    }
}
