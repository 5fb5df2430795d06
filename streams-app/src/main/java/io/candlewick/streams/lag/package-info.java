/**
 * How far consumers are behind, in records and in seconds, and whether they catch up. Start at
 * {@link io.candlewick.streams.lag.LagReader}.
 */
@NullMarked
package io.candlewick.streams.lag;

import org.jspecify.annotations.NullMarked;
