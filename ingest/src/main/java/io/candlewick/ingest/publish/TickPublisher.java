package io.candlewick.ingest.publish;

import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;

/**
 * Takes ticks to a topic, in the order given.
 *
 * <p><b>Thread</b>: one. <b>Errors</b>: sending goes on behind the caller's back, so a failure is thrown by the next call; {@link #flush()}
 * throws whatever is left. After one the publisher takes nothing more: what came behind a lost tick would be out of order.
 */
public interface TickPublisher extends AutoCloseable {

    /**
     * Publishes a tick: a tick of a symbol to the symbol's partition, one of {@link Symbol#EVERY} to every partition.
     *
     * @param tick a quote, a trade or a heartbeat
     * @throws PublishException if this or an earlier tick could not be sent
     */
    void publish(Tick tick);

    /**
     * Waits until everything published has been acknowledged by all replicas.
     *
     * @throws PublishException if a tick could not be sent
     */
    void flush();

    /**
     * How many partitions the topic has.
     *
     * @return at least 1
     */
    int partitions();

    /** Sends what is left, for a bounded time, and lets go of the connection; throws nothing. */
    @Override
    void close();
}
