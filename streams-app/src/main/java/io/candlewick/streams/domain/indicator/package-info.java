/**
 * Indicators of one bar series, computed bar by bar without Kafka.
 *
 * <p>Start with {@link io.candlewick.streams.domain.indicator.IndicatorPlan}: what is computed, read from a text such as
 * {@code sma(20) macd(12,26,9)}. A plan makes an {@link io.candlewick.streams.domain.indicator.IndicatorSeries} for every symbol and
 * timeframe, which takes bars and says values. {@link io.candlewick.streams.domain.indicator.IndicatorCatalog} lists the indicators, one
 * class each; such a class holds formula and parameters only, its numbers live in the series. {@link
 * io.candlewick.streams.domain.indicator.IndicatorReplay} recomputes a series of which an earlier bar was corrected.
 */
@NullMarked
package io.candlewick.streams.domain.indicator;

import org.jspecify.annotations.NullMarked;
