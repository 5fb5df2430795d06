package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import java.util.List;
import java.util.Map;

/**
 * Bars of one series, with where they come from and what is missing.
 *
 * @param tier what answered
 * @param passedOver tiers that were asked before and why they did not answer
 * @param bars earliest first
 * @param indicators values by their bar's start; empty if none were asked for
 * @param holes spans in which bars are missing and nothing explains it
 */
record SeriesAnswer(
        String tier,
        Map<String, String> passedOver,
        List<Bar> bars,
        Map<Long, IndicatorValues> indicators,
        List<Hole> holes) {

    boolean complete() {
        return holes.isEmpty();
    }

    SeriesAnswer with(List<Hole> found) {
        return new SeriesAnswer(tier, passedOver, bars, indicators, found);
    }
}
