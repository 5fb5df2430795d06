/**
 * Bars, indicators and ticks read back from the databases. Start at {@link io.candlewick.streams.stored.StoredSeries}.
 */
@NullMarked
package io.candlewick.streams.stored;

import org.jspecify.annotations.NullMarked;
