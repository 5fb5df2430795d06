package io.candlewick.ingest.feed;

import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.FeedState;
import io.candlewick.market.Tick;

/**
 * Where a feed's records go. Nothing waits for a broker: what cannot be sent is kept.
 *
 * <p><b>Thread</b>: any.
 */
public interface FeedOutput {

    /**
     * A quote or a trade.
     *
     * @param tick the tick
     * @return false if it could not be kept, because the disk's share is used up
     */
    boolean publish(Tick tick);

    /**
     * A heartbeat or mark; it is kept even when ticks are not.
     *
     * @param mark a tick of kind HEARTBEAT
     */
    void mark(Tick mark);

    /**
     * An element that did not become a tick.
     *
     * @param letter the element and why
     */
    void deadLetter(DeadLetter letter);

    /**
     * What happened to the feed.
     *
     * @param state the record
     */
    void state(FeedState state);

    /**
     * Asks the downloader for what was missed.
     *
     * @param request one symbol and range
     */
    void request(BackfillRequest request);

    /**
     * An element that did not become a tick.
     *
     * @param feed who sent it
     * @param cause why
     * @param detail why, in words
     * @param element as received
     * @param ingestTimeUs when
     */
    record DeadLetter(String feed, RejectCause cause, String detail, String element, long ingestTimeUs) {}
}
