/**
 * The nodes of the topology: thin hands around {@link io.candlewick.streams.domain.bar}. A supplier names its stores, so the topology
 * never wires them. In the order of the flow: {@link io.candlewick.streams.processor.QualityGate},
 * {@link io.candlewick.streams.processor.BarBuilding}.
 */
@NullMarked
package io.candlewick.streams.processor;

import org.jspecify.annotations.NullMarked;
