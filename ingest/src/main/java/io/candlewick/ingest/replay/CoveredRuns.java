package io.candlewick.ingest.replay;

import io.candlewick.ingest.publish.BarPublisher;
import io.candlewick.market.Bar;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the bars of one file, or of one answer of a vendor, in runs, each with the span it covers completely.
 *
 * <p>A minute without a bar is quiet, and covered; but where the market was open for longer than the longest quiet time and the source has no
 * bar, the source has a hole, and the span must not claim it: a run ends there and another begins. Of a file nothing is known before its
 * first bar and after its last; of an answer the span that was asked is. <b>Thread</b>: one. <b>Cost</b>: at most {@value #MAX_RUN} bars are
 * held; a longer run is published in pieces that touch.
 */
public final class CoveredRuns {

    private static final int MAX_RUN = 10_080;
    private static final int MAX_EXAMPLES = 10;

    private final BarPublisher publisher;
    private final TradingCalendar calendar;
    private final long longestQuietUs;
    private final @Nullable TimeSpan asked;
    private final List<Bar> run = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();
    private long fromUs;
    private boolean first = true;
    private long holes;

    CoveredRuns(BarPublisher publisher, TradingCalendar calendar, Duration longestQuiet) {
        this(publisher, calendar, longestQuiet, null);
    }

    /**
     * The runs of an answer.
     *
     * @param publisher takes the bars
     * @param calendar when the market is open
     * @param longestQuiet how long an open market may have no bar
     * @param asked the span that was asked; null if nothing is known beyond the first and the last bar
     */
    public CoveredRuns(
            BarPublisher publisher, TradingCalendar calendar, Duration longestQuiet, @Nullable TimeSpan asked) {
        this.publisher = publisher;
        this.calendar = calendar;
        this.longestQuietUs = longestQuiet.toMillis() * 1_000;
        this.asked = asked;
    }

    /**
     * Takes a bar.
     *
     * @param bar the bar, later than the one before
     */
    public void add(Bar bar) {
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
            fromUs = first && asked != null ? firstFromUs(asked.startUs(), startUs) : startUs;
        }
        first = false;
        run.add(bar);
    }

    private long firstFromUs(long askedUs, long startUs) {
        return askedUs < startUs && openUs(askedUs, startUs) > longestQuietUs ? startUs : askedUs;
    }

    /** Ends the last run. */
    public void finish() {
        if (!run.isEmpty()) {
            long endUs = run.get(run.size() - 1).endTimeUs();
            long askedUs = asked == null ? endUs : asked.endUs();
            publish(askedUs > endUs && openUs(endUs, askedUs) <= longestQuietUs ? askedUs : endUs);
        }
    }

    /** Ends a run: nothing is known of what follows its last bar. */
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

    /**
     * Stretches of open market without a bar, longer than quiet may be.
     *
     * @return their number so far
     */
    public long holes() {
        return holes;
    }

    List<String> examples() {
        return examples;
    }
}
