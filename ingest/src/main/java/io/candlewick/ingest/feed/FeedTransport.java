package io.candlewick.ingest.feed;

import java.net.URI;
import java.time.Duration;

/** Makes connections; everything they have to say goes to an inbox. */
public interface FeedTransport {

    /**
     * Begins to connect and returns at once.
     *
     * @param address a ws or wss address
     * @param timeout how long connecting may take
     * @param number of the connection in the inbox
     * @param inbox learns that it is open, or why not, and all that comes
     * @return the connection to be
     */
    Connection connect(URI address, Duration timeout, int number, FeedInbox inbox);

    /** One connection. <b>Thread</b>: one. */
    interface Connection {

        /**
         * Sends a text frame; what fails is said by the connection's end.
         *
         * @param frame text
         */
        void send(String frame);

        /** Asks the other side whether it lives. */
        void ping();

        /** Cuts it without waiting for anybody. */
        void abort();
    }
}
