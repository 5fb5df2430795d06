package io.candlewick.ingest.simulate;

import io.candlewick.market.Symbol;

/**
 * One trade of the simulated market, at the quote of the same instant.
 *
 * @param symbol the instrument
 * @param timeUs when it happened, whole milliseconds
 * @param price the ask if the buyer took it, else the bid
 * @param size how much
 * @param isBuyer whether the taker bought
 * @param id unique within the symbol: the time and the place among the trades of its minute
 */
public record SimulatedTrade(Symbol symbol, long timeUs, double price, double size, boolean isBuyer, String id) {}
