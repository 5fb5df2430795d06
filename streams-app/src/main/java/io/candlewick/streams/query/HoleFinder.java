package io.candlewick.streams.query;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.avro.Gap;
import io.candlewick.avro.GapReason;
import io.candlewick.avro.GapStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.stored.SeriesRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the bars that should be between the first and the last of an answer and are not.
 *
 * <p>A bar should be where the market was open for a part of it, unless a gap says that the market was quiet. <b>Shape</b>: neighbours are one
 * hole; at most {@value #MOST_HOLES} holes are told.
 */
final class HoleFinder {

    private static final int MOST_HOLES = 1_000;

    private HoleFinder() {}

    static List<Hole> holes(SeriesRange range, List<Bar> bars, TradingCalendar calendar, List<Gap> gaps) {
        if (bars.isEmpty()) {
            return List.of();
        }
        long[] startsUs =
                bars.stream().mapToLong(bar -> bar.key().startTimeUs()).toArray();
        return holes(range, startsUs, bars.get(bars.size() - 1).endTimeUs(), calendar, gaps);
    }

    /**
     * The same, and what is missing before the first and after the last bar as far as the range was named.
     *
     * <p>Never more bars than the range's limit, so that nobody asks for decades by accident.
     *
     * @param settledUs what ends after it may still come by itself
     */
    static List<Hole> holesToItsEnds(
            SeriesRange range, List<Bar> bars, long settledUs, TradingCalendar calendar, List<Gap> gaps) {
        if (bars.isEmpty() && !(range.hasFrom() && range.hasTo())) {
            return List.of();
        }
        long[] startsUs =
                bars.stream().mapToLong(bar -> bar.key().startTimeUs()).toArray();
        long toUs = bars.isEmpty() ? Long.MIN_VALUE : bars.get(bars.size() - 1).endTimeUs();
        if (range.hasTo()) {
            toUs = Math.max(toUs, Math.min(range.toUs(), settledUs));
        }
        long firstUs = bars.isEmpty() ? toUs : startsUs[0];
        long lacking = (range.limit() - bars.size()) * range.timeframe().lengthUs();
        long fromUs = range.hasFrom() ? Math.max(range.fromUs(), firstUs - lacking) : firstUs;
        return fromUs < toUs ? holes(range, startsUs, new TimeSpan(fromUs, toUs), calendar, gaps) : List.of();
    }

    /** The same between the first bar and a time, of bars of which only the times are known. */
    static List<Hole> holes(SeriesRange range, long[] startsUs, long toUs, TradingCalendar calendar, List<Gap> gaps) {
        long fromUs = Math.max(range.fromUs(), startsUs[0]);
        return holes(range, startsUs, new TimeSpan(fromUs, toUs), calendar, gaps);
    }

    private static List<Hole> holes(
            SeriesRange range, long[] startsUs, TimeSpan within, TradingCalendar calendar, List<Gap> gaps) {
        long fromUs = within.startUs();
        long toUs = within.endUs();
        List<TimeSpan> quiet = explained(range, gaps);
        List<Hole> holes = new ArrayList<>();
        for (TimeSpan open : calendar.openSpans(fromUs, toUs)) {
            long at = calendar.startOf(range.timeframe(), open.startUs());
            while (at < open.endUs() && holes.size() < MOST_HOLES) {
                long end = calendar.endOf(range.timeframe(), at);
                if (at >= fromUs && end <= toUs && Arrays.binarySearch(startsUs, at) < 0 && !covered(at, end, quiet)) {
                    add(at, end, holes);
                }
                at = end;
            }
        }
        return holes;
    }

    /** Those of which a vendor has not said that it has no bars there either. */
    static List<Hole> unanswered(List<Hole> holes, SeriesRange range, List<BackfillRange> ledger) {
        if (holes.isEmpty()) {
            return holes;
        }
        List<TimeSpan> answered = new ArrayList<>();
        ledger.stream()
                .filter(answer -> answer.getStatus() == BackfillStatus.VERIFIED
                        && Timeframe.parse(answer.getTimeframe()).compareTo(range.timeframe()) <= 0)
                .map(answer -> new TimeSpan(Times.us(answer.getFromTime()), Times.us(answer.getToTime())))
                .sorted(Comparator.comparingLong(TimeSpan::startUs))
                .forEach(span -> join(span, answered));
        return holes.stream()
                .filter(hole -> !covered(hole.fromUs(), hole.toUs(), answered))
                .toList();
    }

    private static void add(long startUs, long endUs, List<Hole> holes) {
        Hole last = holes.isEmpty() ? null : holes.get(holes.size() - 1);
        if (last != null && last.fromUs() == startUs) {
            return;
        }
        if (last != null && last.toUs() == startUs) {
            holes.set(holes.size() - 1, new Hole(last.fromUs(), endUs, last.bars() + 1, false));
        } else if (last == null || last.toUs() < endUs) {
            holes.add(new Hole(startUs, endUs, 1, false));
        }
    }

    /* Gaps of a finer timeframe explain the bars of a coarser one that they fill. */
    private static List<TimeSpan> explained(SeriesRange range, List<Gap> gaps) {
        List<TimeSpan> spans = new ArrayList<>();
        gaps.stream()
                .filter(gap -> gap.getTenant().equals(range.tenant())
                        && gap.getSymbol().equals(range.symbol().text())
                        && Timeframe.parse(gap.getTimeframe()).compareTo(range.timeframe()) <= 0
                        && (gap.getReason() == GapReason.QUIET
                                || gap.getReason() == GapReason.MARKET_CLOSED
                                || gap.getStatus() == GapStatus.UNFILLABLE))
                .map(gap -> new TimeSpan(Times.us(gap.getFromTime()), Times.us(gap.getToTime())))
                .sorted(Comparator.comparingLong(TimeSpan::startUs))
                .forEach(span -> join(span, spans));
        return spans;
    }

    private static void join(TimeSpan span, List<TimeSpan> spans) {
        TimeSpan last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
        if (last != null && span.startUs() <= last.endUs()) {
            spans.set(spans.size() - 1, new TimeSpan(last.startUs(), Math.max(last.endUs(), span.endUs())));
        } else {
            spans.add(span);
        }
    }

    private static boolean covered(long fromUs, long toUs, List<TimeSpan> spans) {
        return spans.stream().anyMatch(span -> span.startUs() <= fromUs && toUs <= span.endUs());
    }
}
