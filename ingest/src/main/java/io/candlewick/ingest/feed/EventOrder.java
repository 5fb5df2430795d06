package io.candlewick.ingest.feed;

import io.candlewick.market.Symbol;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers events of equal time of one symbol in the order in which the vendor sent them: 0, 1, 2 ...
 *
 * <p>It depends on the stream alone and not on when this process started, so that two collectors of one stream, or one before and after a
 * restart, number the same event the same. <b>Thread</b>: one.
 */
public final class EventOrder {

    private final Map<Symbol, Last> last = new HashMap<>();

    private static final class Last {
        long timeUs = Long.MIN_VALUE;
        long sequence;
    }

    /**
     * The next event.
     *
     * @param symbol its symbol
     * @param timeUs its time
     * @return its number among those of that time
     */
    public long next(Symbol symbol, long timeUs) {
        Last previous = last.computeIfAbsent(symbol, any -> new Last());
        previous.sequence = previous.timeUs == timeUs ? previous.sequence + 1 : 0;
        previous.timeUs = timeUs;
        return previous.sequence;
    }
}
