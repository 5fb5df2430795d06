/**
 * Vendors that are not there: a market that is pure arithmetic, served over the vendors' own wires with faults on demand. Start reading at
 * {@link io.candlewick.ingest.simulate.SimulatedMarket} (the truth) and {@link io.candlewick.ingest.simulate.Simulator} (the server).
 */
@NullMarked
package io.candlewick.ingest.simulate;

import org.jspecify.annotations.NullMarked;
