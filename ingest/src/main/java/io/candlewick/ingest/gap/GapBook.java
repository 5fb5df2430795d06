package io.candlewick.ingest.gap;

import io.candlewick.avro.Gap;
import io.candlewick.avro.GapStatus;
import io.candlewick.market.BarKey;
import io.candlewick.market.Symbol;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Decides which records of topic {@code gaps} an audit writes: holes that are new or whose state changed, and holes that are no more.
 *
 * <p><b>Thread</b>: any.
 */
final class GapBook {

    private GapBook() {}

    /** Whose holes. */
    record Series(String tenant, Symbol symbol, Timeframe timeframe) {}

    /**
     * The records to write.
     *
     * @param series whose holes
     * @param known the holes as they were last said
     * @param holes the holes as they are
     * @param audited the span that was looked at
     * @param now when
     * @return records by key
     */
    static Map<String, Gap> changes(
            Series series, Map<String, Gap> known, List<SeriesAudit.Hole> holes, TimeSpan audited, Instant now) {
        Map<String, Gap> changes = new LinkedHashMap<>();
        for (SeriesAudit.Hole hole : holes) {
            String key = new BarKey(series.tenant, series.symbol, series.timeframe, hole.fromUs()).text();
            Gap before = known.get(key);
            Gap gap = gap(series, hole, before == null ? now : before.getDetectedTime());
            if (before == null || !isSame(before, gap)) {
                changes.put(key, gap);
            }
        }
        known.forEach((key, gap) -> {
            TimeSpan span = new TimeSpan(Times.us(gap.getFromTime()), Times.us(gap.getToTime()));
            boolean wasLookedAt = span.startUs() >= audited.startUs() && span.endUs() <= audited.endUs();
            if (isOnItsWay(gap) && wasLookedAt && SeriesAudit.isFilled(holes, span) && !changes.containsKey(key)) {
                Gap filled = Gap.newBuilder(gap).setStatus(GapStatus.FILLED).build();
                filled.setNote("bars came, or a vendor has none there");
                changes.put(key, filled);
            }
        });
        return changes;
    }

    private static boolean isOnItsWay(Gap gap) {
        return switch (gap.getStatus()) {
            case OPEN, FILLING, UNFILLABLE -> true;
            case FILLED, EXPLAINED -> false;
        };
    }

    private static boolean isSame(Gap before, Gap now) {
        return before.getStatus() == now.getStatus()
                && before.getToTime().equals(now.getToTime())
                && before.getMissingBars() == now.getMissingBars()
                && Objects.equals(before.getNote(), now.getNote());
    }

    private static Gap gap(Series series, SeriesAudit.Hole hole, Instant detected) {
        // What is asked for in the same breath is being filled.
        GapStatus status = hole.ask().isPresent() ? GapStatus.FILLING : hole.status();
        return Gap.newBuilder()
                .setTenant(series.tenant)
                .setSymbol(series.symbol.text())
                .setTimeframe(series.timeframe.code())
                .setFromTime(Times.instant(hole.fromUs()))
                .setToTime(Times.instant(hole.toUs()))
                .setReason(hole.reason())
                .setStatus(status)
                .setMissingBars(hole.bars())
                .setDetectedTime(detected)
                .setNote(note(hole))
                .build();
    }

    private static String note(SeriesAudit.Hole hole) {
        String where = "at the " + hole.position().name().toLowerCase(Locale.ROOT);
        return hole.note().isEmpty() ? where : where + "; " + hole.note();
    }
}
