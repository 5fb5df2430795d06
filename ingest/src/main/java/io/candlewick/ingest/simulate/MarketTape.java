package io.candlewick.ingest.simulate;

import io.candlewick.avro.PriceBasis;
import io.candlewick.market.Symbol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The market as it happens: what came since it was last asked, of all symbols in order of time.
 *
 * <p>Quotes of every symbol, and of those whose bars are made of trades the trades too, each after its quote. <b>Thread</b>: one. <b>Cost</b>: a
 * minute of each symbol is kept.
 */
public final class MarketTape {

    private static final long MINUTE_US = 60_000_000L;

    private final SimulatedMarket market;
    private final Map<Symbol, Minute> minutes = new HashMap<>();
    private long positionUs;

    private record Minute(long startUs, List<MarketEvent> events) {}

    /**
     * A tape that stands at an instant.
     *
     * @param market the market
     * @param fromUs where it stands
     */
    public MarketTape(SimulatedMarket market, long fromUs) {
        this.market = market;
        this.positionUs = fromUs;
    }

    /**
     * Moves on.
     *
     * @param symbols whose events are wanted
     * @param untilUs where to stand then
     * @return the events from where it stood, inclusive, to there, exclusive
     */
    public List<MarketEvent> advance(Collection<Symbol> symbols, long untilUs) {
        List<MarketEvent> events = new ArrayList<>();
        for (Symbol symbol : symbols) {
            if (market.has(symbol)) {
                collect(symbol, untilUs, events);
            }
        }
        positionUs = Math.max(positionUs, untilUs);
        minutes.keySet().retainAll(symbols);
        // Stable: what one symbol does in one instant stays in order.
        events.sort(Comparator.comparingLong(MarketEvent::timeUs));
        return events;
    }

    private void collect(Symbol symbol, long untilUs, List<MarketEvent> into) {
        for (long startUs = Math.floorDiv(positionUs, MINUTE_US) * MINUTE_US; startUs < untilUs; startUs += MINUTE_US) {
            List<MarketEvent> events = minute(symbol, startUs).events();
            for (int at = firstFrom(events, positionUs);
                    at < events.size() && events.get(at).timeUs() < untilUs;
                    at++) {
                into.add(events.get(at));
            }
        }
    }

    /* Ten thousand times a second the beginning of a busy minute would be passed over otherwise. */
    private static int firstFrom(List<MarketEvent> events, long fromUs) {
        int from = 0;
        int to = events.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (events.get(middle).timeUs() < fromUs) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private Minute minute(Symbol symbol, long startUs) {
        Minute kept = minutes.get(symbol);
        if (kept != null && kept.startUs == startUs) {
            return kept;
        }
        List<MarketEvent> events = new ArrayList<>();
        List<SimulatedQuote> quotes = market.quotes(symbol, startUs, startUs + MINUTE_US);
        boolean hasTrades = market.instrument(symbol).priceBasis() == PriceBasis.TRADE;
        List<SimulatedTrade> trades = hasTrades ? market.trades(symbol, startUs, startUs + MINUTE_US) : List.of();
        for (int at = 0; at < quotes.size(); at++) {
            events.add(new MarketEvent(symbol, quotes.get(at).timeUs(), quotes.get(at), null));
            if (hasTrades) {
                events.add(new MarketEvent(symbol, trades.get(at).timeUs(), null, trades.get(at)));
            }
        }
        Minute minute = new Minute(startUs, events);
        minutes.put(symbol, minute);
        return minute;
    }
}
