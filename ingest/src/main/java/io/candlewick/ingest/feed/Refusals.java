package io.candlewick.ingest.feed;

import io.candlewick.market.Symbol;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Symbols whose subscription a vendor has refused on this connection, and when each is asked for again: after a minute, then after twice as long
 * each time, an hour at most. A plan that was extended, or a server that was short of something, needs no restart so.
 *
 * <p><b>Thread</b>: one.
 */
public final class Refusals {

    private static final long FIRST_WAIT_US = 60_000_000L;
    private static final long LONGEST_WAIT_US = 3_600_000_000L;

    private final Map<Symbol, Long> barredUntilUs = new HashMap<>();
    private final Map<Symbol, Long> waitsUs = new HashMap<>();

    /** Nothing was refused. */
    public Refusals() {}

    /**
     * A subscription was refused.
     *
     * @param symbol of what
     * @param nowUs when
     */
    public void refuse(Symbol symbol, long nowUs) {
        long waitUs = Math.min(LONGEST_WAIT_US, 2 * waitsUs.getOrDefault(symbol, FIRST_WAIT_US / 2));
        waitsUs.put(symbol, waitUs);
        barredUntilUs.put(symbol, nowUs + waitUs);
    }

    /**
     * A subscription was accepted.
     *
     * @param symbol of what
     */
    public void accept(Symbol symbol) {
        waitsUs.remove(symbol);
        barredUntilUs.remove(symbol);
    }

    /**
     * Whether a symbol is not to be asked for now.
     *
     * @param symbol which
     * @return true from a refusal until {@link #lift} lets it go
     */
    public boolean isBarred(Symbol symbol) {
        return barredUntilUs.containsKey(symbol);
    }

    /**
     * Lets go what has waited long enough.
     *
     * @param nowUs what time it is
     * @return true if there is something to ask for again
     */
    public boolean lift(long nowUs) {
        return barredUntilUs.values().removeIf(untilUs -> untilUs <= nowUs);
    }

    /**
     * Forgets what nobody wants any more.
     *
     * @param wanted what is wanted
     */
    public void retain(Collection<Symbol> wanted) {
        barredUntilUs.keySet().retainAll(wanted);
        waitsUs.keySet().retainAll(wanted);
    }
}
