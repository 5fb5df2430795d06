/**
 * The picture of the stream processor: {@link io.candlewick.streams.topology.MarketDataTopology} draws it and does nothing else.
 */
@NullMarked
package io.candlewick.streams.topology;

import org.jspecify.annotations.NullMarked;
