package io.candlewick.ingest.publish;

import io.candlewick.market.Bar;
import io.candlewick.market.TimeSpan;

/**
 * Takes a vendor's bars to a topic, in the order given.
 *
 * <p><b>Thread</b>: one. <b>Errors</b>: as {@link TickPublisher}: a failure is thrown by the next call, {@link #flush()} throws what is left.
 */
public interface BarPublisher extends AutoCloseable {

    /**
     * Publishes a bar.
     *
     * @param bar the bar
     * @param range the span of its symbol and timeframe that the delivery it belongs to covers completely
     * @throws PublishException if this or an earlier bar could not be sent
     */
    void publish(Bar bar, TimeSpan range);

    /**
     * Waits until everything published has been acknowledged by all replicas.
     *
     * @throws PublishException if a bar could not be sent
     */
    void flush();

    /** Sends what is left, for a bounded time, and lets go of the connection; throws nothing. */
    @Override
    void close();
}
