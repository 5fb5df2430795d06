package io.candlewick.ingest.simulate;

import io.candlewick.market.Symbol;

/**
 * One quote of the simulated market.
 *
 * @param symbol the instrument
 * @param timeUs when it happened, whole milliseconds
 * @param bid best bid
 * @param ask best ask
 */
public record SimulatedQuote(Symbol symbol, long timeUs, double bid, double ask) {}
