package io.candlewick.ingest.download;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.market.Symbol;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.time.Instant;
import java.util.List;

/**
 * How far one request has come, as the ledger has it: its own chunks, and those of others within its span.
 *
 * <p><b>Thread</b>: one.
 */
public final class BackfillView {

    private final BackfillRequest request;
    private final TradingCalendar calendar;
    private final boolean again;
    private final Timeframe timeframe;
    private final long fromUs;
    private final long toUs;

    /**
     * The view of a request.
     *
     * @param request the request
     * @param calendar when its market is open
     * @param again whether what was verified before the request does not count
     */
    public BackfillView(BackfillRequest request, TradingCalendar calendar, boolean again) {
        this.request = request;
        this.calendar = calendar;
        this.again = again;
        this.timeframe = Timeframe.parse(request.getTimeframe());
        this.fromUs = Times.us(request.getFromTime());
        this.toUs = Math.min(Times.us(request.getToTime()), lastEndUs());
    }

    private long lastEndUs() {
        // A bar that is still open when it is asked for is no part of the answer.
        return calendar.startOf(timeframe, Times.us(request.getRequestedTime()));
    }

    /**
     * The key of a request.
     *
     * @param request the request
     * @return {@code tenant|symbol|timeframe|from_time}
     */
    public static String key(BackfillRequest request) {
        return String.join(
                "|",
                request.getTenant(),
                request.getSymbol(),
                request.getTimeframe(),
                Times.text(Times.us(request.getFromTime())));
    }

    /**
     * How far a request has come.
     *
     * @param isPlanned whether a downloader has taken it
     * @param isDone whether nothing of it is on its way any more
     * @param chunks its chunks, and those of others within its span
     * @param verified those of them that are verified
     * @param bars bars downloaded
     * @param verifiedBars bars verified
     * @param done share of the work that is done, 0 to 1
     * @param failures the ranges that failed, each with its reason
     */
    public record State(
            boolean isPlanned,
            boolean isDone,
            int chunks,
            int verified,
            long bars,
            long verifiedBars,
            double done,
            List<String> failures) {}

    /**
     * Looks at the ledger.
     *
     * @param ledger the ledger
     * @return how far the request has come
     */
    public State of(Ledger ledger) {
        Instant asked = request.getRequestedTime();
        List<BackfillRange> entries = ledger.of(request.getTenant(), Symbol.of(request.getSymbol()), timeframe).stream()
                .filter(entry -> Times.us(entry.getFromTime()) < toUs && Times.us(entry.getToTime()) > fromUs)
                .filter(entry -> isOfRequest(entry, asked))
                .toList();
        SpanSet covered = new SpanSet();
        entries.forEach(entry -> covered.add(Times.us(entry.getFromTime()), Times.us(entry.getToTime())));
        boolean planned = covered.missing(fromUs, toUs).stream().noneMatch(this::isOpen);
        boolean done = planned && entries.stream().noneMatch(Ledger::isUnfinished);
        double length = entries.stream().mapToDouble(BackfillView::lengthUs).sum();
        double made = entries.stream()
                .mapToDouble(entry -> lengthUs(entry) * share(entry.getStatus()))
                .sum();
        return new State(
                planned,
                done,
                entries.size(),
                (int) entries.stream().filter(BackfillView::isVerified).count(),
                entries.stream().mapToLong(BackfillRange::getBars).sum(),
                entries.stream()
                        .filter(BackfillView::isVerified)
                        .mapToLong(BackfillRange::getBars)
                        .sum(),
                length == 0 ? 1 : made / length,
                entries.stream()
                        .filter(entry -> entry.getStatus() == BackfillStatus.FAILED)
                        .map(entry -> Chunk.of(entry) + ": " + entry.getNote())
                        .sorted()
                        .toList());
    }

    /* A failure of before the request is tried again; what was verified before counts unless it is wanted again. */
    private boolean isOfRequest(BackfillRange entry, Instant asked) {
        if (!entry.getUpdatedTime().isBefore(asked) || Ledger.isUnfinished(entry)) {
            return true;
        }
        return entry.getStatus() == BackfillStatus.VERIFIED && !again;
    }

    private boolean isOpen(TimeSpan part) {
        return !calendar.openSpans(part.startUs(), part.endUs()).isEmpty();
    }

    private static boolean isVerified(BackfillRange entry) {
        return entry.getStatus() == BackfillStatus.VERIFIED;
    }

    private static double lengthUs(BackfillRange entry) {
        return Times.us(entry.getToTime()) - Times.us(entry.getFromTime());
    }

    private static double share(BackfillStatus status) {
        return switch (status) {
            case REQUESTED -> 0;
            case DOWNLOADED -> 0.4;
            case PUBLISHED -> 0.7;
            case VERIFIED, FAILED -> 1;
        };
    }
}
