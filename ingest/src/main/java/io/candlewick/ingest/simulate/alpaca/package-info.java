/** Alpaca, simulated. */
@NullMarked
package io.candlewick.ingest.simulate.alpaca;

import org.jspecify.annotations.NullMarked;
