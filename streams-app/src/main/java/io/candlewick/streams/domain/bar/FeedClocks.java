package io.candlewick.streams.domain.bar;

/**
 * How far each feed of a tenant has said to have delivered, over all symbols of one partition.
 *
 * <p>Kept apart from the symbols, so that a heartbeat a second does not touch the state of ten thousand of them.
 */
@FunctionalInterface
public interface FeedClocks {

    /**
     * How far a feed has said to have delivered.
     *
     * @param feed the feed
     * @return the time, or the least time if it has said nothing
     */
    long saidUs(String feed);
}
