package io.candlewick.ingest.feed;

import io.candlewick.market.Symbol;
import java.util.Set;

/** A vendor's protocol on one connection: frames in, ticks and frames out; opens no socket and reads no clock. <b>Thread</b>: one. */
public interface FeedSession {

    /** The connection is up. */
    void opened();

    /**
     * A whole text frame came.
     *
     * @param text the frame
     * @param receivedUs when
     */
    void frame(String text, long receivedUs);

    /**
     * Which symbols are wanted from now on; the session subscribes and unsubscribes what differs.
     *
     * @param symbols all of them
     */
    void want(Set<Symbol> symbols);

    /**
     * Time has passed: what waits too long for an answer is given up.
     *
     * @param nowUs the time
     */
    void onTime(long nowUs);
}
