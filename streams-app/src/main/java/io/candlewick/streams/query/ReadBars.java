package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.streams.domain.indicator.IndicatorSeries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Closed bars of a series as state has them.
 *
 * @param bars earliest first
 * @param indicators values of these bars, as many; empty if none were asked for
 * @param after the indicators after the last bar; null if none were asked for
 * @param goesOn whether the values of later bars, made from there, are those that would be read: not so where the series' beginning is no longer
 *     kept and nothing was left of it
 */
record ReadBars(
        List<Bar> bars,
        List<IndicatorValues> indicators,
        @Nullable IndicatorSeries after,
        boolean goesOn) {}
