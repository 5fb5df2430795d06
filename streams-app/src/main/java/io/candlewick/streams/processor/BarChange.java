package io.candlewick.streams.processor;

import io.candlewick.market.Bar;
import org.jspecify.annotations.Nullable;

/**
 * What the node that computes indicators hears of a bar.
 *
 * @param bar the bar as it is now: canonical, or still forming
 * @param before the canonical bar until now, null if there was none
 * @param isSeed whether it is there only to warm a series up
 */
public record BarChange(Bar bar, @Nullable Bar before, boolean isSeed) {}
