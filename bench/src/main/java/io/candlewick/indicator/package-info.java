/**
 * What a bar's indicators cost, against TA-Lib and ta4j. {@link io.candlewick.indicator.IndicatorBenchmark} measures,
 * {@link io.candlewick.indicator.IndicatorsBench} is the command.
 */
@NullMarked
package io.candlewick.indicator;

import org.jspecify.annotations.NullMarked;
