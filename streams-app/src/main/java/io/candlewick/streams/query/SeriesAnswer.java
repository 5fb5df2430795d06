package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bars of one series, with where they come from and what is missing.
 *
 * @param tier what answered
 * @param lag how many records it had still to read; 0 unless a standby answered
 * @param passedOver tiers that were asked before and why they did not answer
 * @param bars earliest first; an open one is the last
 * @param indicators values by their bar's start; empty if none were asked for
 * @param holes spans in which bars are missing and nothing explains it
 * @param reachesBack whether all that was asked for is kept there
 */
record SeriesAnswer(
        String tier,
        long lag,
        Map<String, String> passedOver,
        List<Bar> bars,
        Map<Long, IndicatorValues> indicators,
        List<Hole> holes,
        boolean reachesBack) {

    static SeriesAnswer of(TierAnswer answer, Map<String, String> passedOver) {
        Map<Long, IndicatorValues> byStart = new HashMap<>();
        answer.indicators().forEach(values -> byStart.put(values.key().startTimeUs(), values));
        return new SeriesAnswer(answer.tier(), answer.lag(), passedOver, answer.bars(), byStart, List.of(), true);
    }

    boolean complete() {
        return holes.isEmpty() && reachesBack;
    }

    SeriesAnswer with(List<Hole> found) {
        return new SeriesAnswer(tier, lag, passedOver, bars, indicators, found, reachesBack);
    }
}
