package io.candlewick.ingest.download;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.market.Instrument;
import io.candlewick.market.TimeSpan;
import io.candlewick.market.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which part of a symbol's history the next run asks for: the earliest that the ledger lacks.
 *
 * <p>A failed range counts as lacking once a week has passed: a vendor's bad night mends itself, and what a vendor never had costs one
 * place in one run a week. Pure; <b>thread</b>: any.
 */
final class DeepBackfillPlan {

    static final Duration RETRY = Duration.ofDays(7);
    /* The last day is the live lane's and the auditor's. */
    private static final Duration LAST_DAY = Duration.ofDays(1);

    private final DeepBackfillConfig config;
    private final long mostUs;

    /**
     * A plan.
     *
     * @param config how far back, and how much of a symbol a run asks for
     * @param chunkBars how many bars a chunk has
     */
    DeepBackfillPlan(DeepBackfillConfig config, int chunkBars) {
        this.config = config;
        this.mostUs = Math.multiplyExact(
                config.timeframe().lengthUs(), Math.multiplyExact((long) chunkBars, config.chunks()));
    }

    /**
     * The part to ask for.
     *
     * @param instrument of what
     * @param ranges the ledger's entries of the series
     * @param now the time
     * @return the earliest part with open market, no longer than a run may ask for; nothing if all is known
     */
    Optional<TimeSpan> part(Instrument instrument, List<BackfillRange> ranges, Instant now) {
        long fromUs = Times.us(now.minus(config.depth()));
        // The edge of the depth moves on every day; what is cut off there is no work for a night.
        long edgeUs = LAST_DAY.toMillis() * 1_000;
        return taken(ranges, now.minus(RETRY)).missing(fromUs, Times.us(now.minus(LAST_DAY))).stream()
                .filter(part -> part.startUs() > fromUs || part.endUs() - part.startUs() > edgeUs)
                .filter(part -> !instrument
                        .calendar()
                        .openSpans(part.startUs(), part.endUs())
                        .isEmpty())
                .map(part -> new TimeSpan(part.startUs(), Math.min(part.endUs(), part.startUs() + mostUs)))
                .findFirst();
    }

    private static SpanSet taken(List<BackfillRange> ranges, Instant failedSince) {
        SpanSet taken = new SpanSet();
        ranges.stream()
                .filter(range -> range.getStatus() != BackfillStatus.FAILED
                        || range.getUpdatedTime().isAfter(failedSince))
                .forEach(range -> taken.add(Times.us(range.getFromTime()), Times.us(range.getToTime())));
        return taken;
    }
}
