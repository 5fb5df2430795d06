/**
 * The stream processor: ticks in, bars out. Read from {@link io.candlewick.streams.topology.MarketDataTopology}.
 */
@NullMarked
package io.candlewick.streams;

import org.jspecify.annotations.NullMarked;
