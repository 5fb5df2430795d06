package io.candlewick.ingest.feed;

import io.candlewick.market.Symbol;
import java.net.URI;

/** A source of live ticks: where it is, what its name is in our records, and how it is spoken with. */
public interface VendorFeed {

    /**
     * The feed's name in ticks and states.
     *
     * @return e.g. {@code polygon.forex}
     */
    String name();

    /**
     * Where it is.
     *
     * @return a ws or wss address
     */
    URI address();

    /**
     * Whether it has a symbol.
     *
     * @param symbol a symbol
     * @return true if it can be asked for it
     */
    boolean carries(Symbol symbol);

    /**
     * Begins to speak with it.
     *
     * @param listener what comes of it
     * @return a session that has not been opened
     */
    FeedSession newSession(SessionListener listener);
}
