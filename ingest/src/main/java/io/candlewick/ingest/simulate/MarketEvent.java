package io.candlewick.ingest.simulate;

import io.candlewick.market.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * A quote or a trade as it happens.
 *
 * @param symbol the instrument
 * @param timeUs when it happens
 * @param quote the quote, null if it is a trade
 * @param trade the trade, null if it is a quote
 */
public record MarketEvent(
        Symbol symbol,
        long timeUs,
        @Nullable SimulatedQuote quote,
        @Nullable SimulatedTrade trade) {}
