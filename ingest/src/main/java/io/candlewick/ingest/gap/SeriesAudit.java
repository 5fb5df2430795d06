package io.candlewick.ingest.gap;

import io.candlewick.avro.GapReason;
import io.candlewick.avro.GapStatus;
import io.candlewick.avro.Lane;
import io.candlewick.contract.BackfillRequests;
import io.candlewick.ingest.download.SpanSet;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the calendar expects of one series with what the table holds, and decides what is to be done about the difference.
 *
 * <p>Missing bars that nothing but a closed market parts are one hole. What a lane has said to be quiet, and what a vendor has answered
 * without a bar, is explained. The rest is being filled, cannot be filled, or is to be asked for. <b>Thread</b>: any. <b>Cost</b>: one pass
 * over the expected bars.
 */
final class SeriesAudit {

    private static final long RECENT_US = 24L * 3_600_000_000L;

    private SeriesAudit() {}

    /** Where in the audited span a hole lies. */
    enum Position {
        /** Nothing is stored before it. */
        START,
        /** Bars are stored on both sides. */
        MIDDLE,
        /** Nothing is stored after it. */
        END
    }

    /**
     * What is known of a series.
     *
     * @param calendar when bars are expected
     * @param timeframe their length
     * @param fromUs start of the audited span
     * @param toUs its end; bars that end later are not expected yet
     * @param answerableUs no source answers before this
     * @param startsUs starts of the complete bars that are stored, ascending
     * @param quiet spans of which it is known that nothing happened
     * @param answered spans a vendor has answered completely
     * @param down spans in which a feed was down
     * @param filling spans that are being downloaded
     * @param failed spans whose download failed not long ago
     * @param finer spans in which finer bars are missing: the coarser ones will be made of them
     */
    // The starts are read by one audit and dropped; a list would box 10,000 of them a series.
    @SuppressWarnings("ArrayRecordComponent")
    record Series(
            TradingCalendar calendar,
            Timeframe timeframe,
            long fromUs,
            long toUs,
            long answerableUs,
            long[] startsUs,
            SpanSet quiet,
            SpanSet answered,
            SpanSet down,
            SpanSet filling,
            SpanSet failed,
            SpanSet finer) {}

    /**
     * A hole.
     *
     * @param fromUs start of the first missing bar
     * @param toUs end of the last
     * @param bars how many are missing
     * @param position where in the span it lies
     * @param reason why, as far as it is known
     * @param status what is or can be done
     * @param ask the lane to ask for it by; nothing if it is not to be asked for
     * @param note for an operator
     */
    record Hole(
            long fromUs,
            long toUs,
            int bars,
            Position position,
            GapReason reason,
            GapStatus status,
            Optional<Lane> ask,
            String note) {}

    /** Decides. */
    static List<Hole> holes(Series series) {
        long[] expected = ExpectedBars.starts(series.calendar, series.timeframe, series.fromUs, series.toUs);
        List<Hole> holes = new ArrayList<>();
        int first = -1;
        GapStatus status = GapStatus.OPEN;
        for (int at = 0; at <= expected.length; at++) {
            @Nullable GapStatus now = at == expected.length ? null : statusOf(series, expected[at]);
            if (first >= 0 && now != status) {
                holes.add(hole(series, expected, first, at - 1, status));
                first = -1;
            }
            if (first < 0 && now != null) {
                first = at;
                status = now;
            }
        }
        return holes;
    }

    /* Null if nothing is missing there, or what is missing is explained. */
    private static @Nullable GapStatus statusOf(Series series, long startUs) {
        long endUs = series.calendar.endOf(series.timeframe, startUs);
        if (Arrays.binarySearch(series.startsUs, startUs) >= 0
                || isExplained(series, startUs, endUs)
                || series.finer.touches(startUs, endUs)) {
            return null;
        }
        if (series.filling.touches(startUs, endUs)) {
            return GapStatus.FILLING;
        }
        boolean hopeless = startUs < series.answerableUs || series.failed.covers(startUs, endUs);
        return hopeless ? GapStatus.UNFILLABLE : GapStatus.OPEN;
    }

    private static boolean isExplained(Series series, long startUs, long endUs) {
        // Closed time within a bar is nothing to be explained.
        return series.calendar.openSpans(startUs, endUs).stream()
                .allMatch(open -> series.answered.covers(open.startUs(), open.endUs())
                        || series.quiet.covers(open.startUs(), open.endUs()));
    }

    private static Hole hole(Series series, long[] expected, int first, int last, GapStatus status) {
        long fromUs = expected[first];
        long toUs = series.calendar.endOf(series.timeframe, expected[last]);
        int bars = last - first + 1;
        GapReason reason = wasDown(series, expected, first, last) ? GapReason.FEED_DOWN : GapReason.UNKNOWN;
        return new Hole(
                fromUs,
                toUs,
                bars,
                position(series, fromUs, toUs),
                reason,
                status,
                status == GapStatus.OPEN ? Optional.of(lane(series, fromUs, bars)) : Optional.empty(),
                note(series, fromUs, status));
    }

    /* A moment without the feed does not explain a week. */
    private static boolean wasDown(Series series, long[] expected, int first, int last) {
        int down = 0;
        for (int at = first; at <= last; at++) {
            down += series.down.touches(expected[at], series.calendar.endOf(series.timeframe, expected[at])) ? 1 : 0;
        }
        return 2 * down >= last - first + 1;
    }

    private static Position position(Series series, long fromUs, long toUs) {
        long[] starts = series.startsUs;
        if (starts.length == 0 || starts[0] > fromUs) {
            return Position.START;
        }
        return starts[starts.length - 1] >= toUs ? Position.MIDDLE : Position.END;
    }

    private static Lane lane(Series series, long fromUs, int bars) {
        boolean isShort = BackfillRequests.isShort(fromUs, fromUs + bars * series.timeframe.lengthUs());
        return isShort && fromUs >= series.toUs - RECENT_US ? Lane.LIVE : Lane.HISTORY;
    }

    private static String note(Series series, long fromUs, GapStatus status) {
        if (status != GapStatus.UNFILLABLE) {
            return "";
        }
        if (series.answerableUs == Long.MAX_VALUE) {
            return "no source has it";
        }
        return fromUs < series.answerableUs
                ? "no source answers before " + Times.text(series.answerableUs)
                : "the download failed; see ./candlewick gaps";
    }

    /** The spans of holes that are not explained, for the coarser bars above them. */
    static SpanSet spans(List<Hole> holes) {
        SpanSet spans = new SpanSet();
        holes.forEach(hole -> spans.add(hole.fromUs, hole.toUs));
        return spans;
    }
}
