package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Instrument;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.stored.ClickHouseRevisions;
import io.candlewick.streams.stored.SeriesRange;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was known at a time, from every revision that was published by then.
 *
 * <p>Indicators are made anew over the bars of that time, after at most {@value #WARM_UP_BARS} bars of warm-up: those that were published then
 * are not kept. <b>Thread</b>: any.
 */
final class RevisionTier implements SeriesAnswers.KnownThen {

    private static final String NAME = "clickhouse-revisions";
    /* Recursive averages have forgotten their seed by then. */
    private static final int WARM_UP_BARS = 1_000;

    private final ClickHouseRevisions revisions;
    private final ReferenceTopics reference;
    private final Optional<IndicatorPlan> plan;

    RevisionTier(ClickHouseRevisions revisions, ReferenceTopics reference, Optional<IndicatorPlan> plan) {
        this.revisions = revisions;
        this.reference = reference;
        this.plan = plan;
    }

    @Override
    public SeriesAnswer read(SeriesWish wish, long asOfUs) throws ProblemException, InterruptedException {
        SeriesRange range = wish.range();
        try {
            List<Bar> bars = revisions.bars(range, asOfUs);
            Map<Long, IndicatorValues> values = new HashMap<>();
            if (wish.indicators() && plan.isPresent() && !bars.isEmpty()) {
                long firstUs = bars.get(0).key().startTimeUs();
                List<Bar> warmUp = revisions.bars(before(range, firstUs), asOfUs);
                new ReplayedIndicators(plan.get(), calendar(range))
                        .over(plan.get().newSeries(), warmUp, bars)
                        .forEach(value -> values.put(value.key().startTimeUs(), value));
            }
            boolean kept = !bars.isEmpty() || revisions.reachesBackTo(range, asOfUs);
            return new SeriesAnswer(NAME, 0, Map.of(), bars, values, List.of(), kept);
        } catch (StoreUnavailableException away) {
            throw new ProblemException(Problem.unavailable(String.valueOf(away.getMessage())));
        }
    }

    private static SeriesRange before(SeriesRange range, long firstUs) {
        return new SeriesRange(
                range.tenant(), range.symbol(), range.timeframe(), Long.MIN_VALUE, firstUs, WARM_UP_BARS);
    }

    private TradingCalendar calendar(SeriesRange range) {
        return reference
                .instrument(range.tenant(), range.symbol().text())
                .map(Instrument::calendar)
                .orElse(TradingCalendar.UTC);
    }
}
