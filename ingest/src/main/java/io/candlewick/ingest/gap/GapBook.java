package io.candlewick.ingest.gap;

import io.candlewick.avro.Gap;
import io.candlewick.avro.GapStatus;
import io.candlewick.ingest.download.SpanSet;
import io.candlewick.market.BarKey;
import io.candlewick.market.Symbol;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which records of topic {@code gaps} an audit writes.
 *
 * <p>A hole keeps the record it was first said by until nothing of it is missing: while it is being filled its count goes down, what is left
 * of it does not become a hole of its own, and one that grows at its end goes on in the same record. <b>Thread</b>: one, for one audit.
 */
final class GapBook {

    private static final String FILLED = "bars came, or a vendor has none there";
    private static final String TOO_OLD = "older than audits look back; ./candlewick backfill asks for it";

    private final Series series;
    private final SeriesAudit.Series looked;
    private final List<SeriesAudit.Hole> holes;
    private final Instant now;
    private final Map<String, Gap> unsettled = new LinkedHashMap<>();
    private final Map<String, Long> grownToUs = new HashMap<>();
    private final Map<String, Gap> changes = new LinkedHashMap<>();

    /** Whose holes. */
    record Series(String tenant, Symbol symbol, Timeframe timeframe) {}

    private GapBook(
            Series series,
            SeriesAudit.Series looked,
            Map<String, Gap> known,
            List<SeriesAudit.Hole> holes,
            Instant now) {
        this.series = series;
        this.looked = looked;
        this.holes = holes;
        this.now = now;
        known.forEach((key, gap) -> {
            if (isUnsettled(gap)) {
                unsettled.put(key, gap);
            }
        });
    }

    /**
     * The records to write.
     *
     * @param series whose holes
     * @param looked what was looked at
     * @param known the holes as they were last said
     * @param holes the holes as they are
     * @param now when
     * @return records by key
     */
    static Map<String, Gap> changes(
            Series series,
            SeriesAudit.Series looked,
            Map<String, Gap> known,
            List<SeriesAudit.Hole> holes,
            Instant now) {
        GapBook book = new GapBook(series, looked, known, holes, now);
        SpanSet said = new SpanSet();
        book.unsettled.values().forEach(gap -> said.add(Times.us(gap.getFromTime()), Times.us(gap.getToTime())));
        holes.forEach(hole -> book.sayNew(hole, said));
        book.unsettled.forEach(book::sayAgain);
        return book.changes;
    }

    private static boolean isUnsettled(Gap gap) {
        return switch (gap.getStatus()) {
            case OPEN, FILLING, UNFILLABLE -> true;
            case FILLED, EXPLAINED -> false;
        };
    }

    /* What of a hole is in no record yet. */
    private void sayNew(SeriesAudit.Hole hole, SpanSet said) {
        long[] starts = expected(hole.fromUs(), hole.toUs());
        int first = -1;
        for (int at = 0; at <= starts.length; at++) {
            boolean isNew = at < starts.length && !said.covers(starts[at], endOf(starts[at]));
            if (isNew && first < 0) {
                first = at;
            } else if (!isNew && first >= 0) {
                sayNew(hole, starts[first], endOf(starts[at - 1]), at - first);
                first = -1;
            }
        }
    }

    private void sayNew(SeriesAudit.Hole hole, long fromUs, long toUs, int bars) {
        Optional<String> grown = unsettled.entrySet().stream()
                .filter(entry -> Times.us(entry.getValue().getToTime()) == fromUs)
                .map(Map.Entry::getKey)
                .findFirst();
        if (grown.isPresent()) {
            grownToUs.put(grown.get(), toUs);
            return;
        }
        changes.put(
                new BarKey(series.tenant, series.symbol, series.timeframe, fromUs).text(),
                Gap.newBuilder()
                        .setTenant(series.tenant)
                        .setSymbol(series.symbol.text())
                        .setTimeframe(series.timeframe.code())
                        .setFromTime(Times.instant(fromUs))
                        .setToTime(Times.instant(toUs))
                        .setReason(hole.reason())
                        .setStatus(statusOf(hole))
                        .setMissingBars(bars)
                        .setDetectedTime(now)
                        .setNote(note(hole))
                        .build());
    }

    private void sayAgain(String key, Gap before) {
        TimeSpan span = new TimeSpan(
                Times.us(before.getFromTime()),
                Objects.requireNonNullElse(grownToUs.get(key), Times.us(before.getToTime())));
        // What reaches beyond the audited span is looked at the next time.
        if (span.endUs() > looked.toUs()) {
            return;
        }
        Gap again = span.endUs() <= looked.fromUs() ? tooOld(before, span) : left(before, span);
        if (!isSame(before, again)) {
            changes.put(key, again);
        }
    }

    /* Audits do not ask for it any more; whoever else does is not to be told that nobody can. */
    private Gap tooOld(Gap before, TimeSpan span) {
        if (looked.answered().covers(span.startUs(), span.endUs())) {
            return settled(before);
        }
        if (before.getStatus() == GapStatus.UNFILLABLE || looked.filling().touches(span.startUs(), span.endUs())) {
            return before;
        }
        return Gap.newBuilder(before).setStatus(GapStatus.OPEN).setNote(TOO_OLD).build();
    }

    private Gap left(Gap before, TimeSpan span) {
        int bars = 0;
        SeriesAudit.@Nullable Hole speaking = null;
        for (SeriesAudit.Hole hole : holes) {
            int shared = expected(Math.max(span.startUs(), hole.fromUs()), Math.min(span.endUs(), hole.toUs())).length;
            bars += shared;
            // As long as something can be filled, that is what is said of all.
            if (shared > 0 && (speaking == null || speaking.status() == GapStatus.UNFILLABLE)) {
                speaking = hole;
            }
        }
        if (speaking == null) {
            boolean isOldPartOnItsWay = looked.filling().touches(span.startUs(), looked.fromUs());
            return isOldPartOnItsWay ? before : settled(before);
        }
        GapStatus status = statusOf(speaking);
        return Gap.newBuilder(before)
                .setToTime(Times.instant(span.endUs()))
                .setStatus(status)
                .setMissingBars(bars)
                .setNote(status == before.getStatus() ? before.getNote() : note(speaking))
                .build();
    }

    private static Gap settled(Gap before) {
        return Gap.newBuilder(before)
                .setStatus(GapStatus.FILLED)
                .setMissingBars(0)
                .setNote(FILLED)
                .build();
    }

    private static boolean isSame(Gap before, Gap now) {
        return before.getStatus() == now.getStatus()
                && before.getToTime().equals(now.getToTime())
                && before.getMissingBars() == now.getMissingBars()
                && Objects.equals(before.getNote(), now.getNote());
    }

    private long[] expected(long fromUs, long toUs) {
        return fromUs < toUs ? ExpectedBars.starts(looked.calendar(), looked.timeframe(), fromUs, toUs) : new long[0];
    }

    private long endOf(long startUs) {
        return looked.calendar().endOf(looked.timeframe(), startUs);
    }

    /* What is asked for in the same breath is being filled. */
    private static GapStatus statusOf(SeriesAudit.Hole hole) {
        return hole.ask().isPresent() ? GapStatus.FILLING : hole.status();
    }

    private static String note(SeriesAudit.Hole hole) {
        String where = "at the " + hole.position().name().toLowerCase(Locale.ROOT);
        return hole.note().isEmpty() ? where : where + "; " + hole.note();
    }
}
