package io.candlewick.ingest.download;

import java.util.Map;

/** How far readers are behind. */
public interface ConsumerLag extends AutoCloseable {

    /**
     * Measures.
     *
     * @return records each reader has not dealt with yet, by a name fit for an operator; a reader that does not exist is left out
     * @throws io.candlewick.ingest.topic.TopicException if the broker does not answer
     */
    Map<String, Long> measure();

    /** Lets go of connections; throws nothing. */
    @Override
    default void close() {}
}
