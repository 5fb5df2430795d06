package io.candlewick.ingest.feed;

import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;

/** What a session with a vendor leads to. */
public interface SessionListener {

    /**
     * A frame is to be sent.
     *
     * @param frame text
     */
    void send(String frame);

    /** The vendor has let us in. */
    void authenticated();

    /**
     * Everything of a symbol is delivered from now on.
     *
     * @param symbol the symbol
     */
    void subscribed(Symbol symbol);

    /**
     * A symbol will not be delivered.
     *
     * @param symbol the symbol
     * @param reason in words
     */
    void refused(Symbol symbol, String reason);

    /**
     * A tick.
     *
     * @param tick a quote or a trade
     */
    void tick(Tick tick);

    /**
     * An element that did not become a tick.
     *
     * @param cause why
     * @param detail why, in words
     * @param element as received
     */
    void reject(RejectCause cause, String detail, String element);

    /**
     * The connection is of no use any more.
     *
     * @param loss what kind of end
     * @param reason in words
     */
    void lost(Loss loss, String reason);

    /** Kinds of ends, by what to do next. */
    enum Loss {
        /** Try again soon. */
        BROKEN,
        /** Another process uses our key: coming back would throw it out, and it us. */
        EVICTED,
        /** The vendor does not know us: trying again soon will not help. */
        REFUSED
    }
}
