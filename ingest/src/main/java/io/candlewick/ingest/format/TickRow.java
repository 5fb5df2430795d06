package io.candlewick.ingest.format;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.TickKind;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import org.jspecify.annotations.Nullable;

/**
 * The tick a source stands at, overwritten by the next: a file's own part of a {@link Tick}, without where and when it came in.
 *
 * <p><b>Thread</b>: one.
 */
public final class TickRow {

    Symbol symbol = Symbol.EVERY;
    TickKind kind = TickKind.QUOTE;
    long eventTimeUs;
    double bid = Double.NaN;
    double ask = Double.NaN;
    double bidSize = Double.NaN;
    double askSize = Double.NaN;
    double price = Double.NaN;
    double size = Double.NaN;
    AggressorSide aggressorSide = AggressorSide.UNKNOWN;

    @Nullable
    String tradeId;

    @Nullable
    String venue;

    @Nullable
    String conditions;

    /**
     * The instrument.
     *
     * @return its symbol
     */
    public Symbol symbol() {
        return symbol;
    }

    /**
     * When it happened.
     *
     * @return microseconds since the epoch
     */
    public long eventTimeUs() {
        return eventTimeUs;
    }

    /**
     * The tick.
     *
     * @param origin where and when it came in
     * @param sequence its number within the feed
     * @return a tick of its own
     */
    public Tick toTick(Tick.Origin origin, long sequence) {
        if (kind == TickKind.QUOTE) {
            return Tick.quote(origin, symbol, eventTimeUs, sequence, bid, ask, bidSize, askSize);
        }
        Tick trade = Tick.trade(origin, symbol, eventTimeUs, sequence, price, size, aggressorSide, tradeId);
        return venue == null && conditions == null ? trade : trade.at(venue, conditions);
    }
}
