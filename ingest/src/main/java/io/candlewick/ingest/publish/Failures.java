package io.candlewick.ingest.publish;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Turns what the Kafka client reports into one line that says what to do. */
final class Failures {

    private Failures() {}

    static PublishException of(PublisherConfig config, Throwable cause) {
        return new PublishException("Topic '" + config.topic() + "': " + describe(config, cause), cause);
    }

    private static String describe(PublisherConfig config, Throwable cause) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return "does not exist on broker " + config.bootstrapServers();
        }
        if (cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException) {
            return "broker " + config.bootstrapServers() + " does not answer (" + cause.getMessage() + ")";
        }
        if (cause instanceof RecordTooLargeException) {
            return "a record is too large for it (" + cause.getMessage() + ")";
        }
        if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
            return "broker " + config.bootstrapServers() + " refuses us (" + cause.getMessage() + ")";
        }
        if (cause instanceof InterruptException || cause instanceof InterruptedException) {
            return "interrupted while sending";
        }
        // The producer wraps a bad setting twice, and only the inner message names it.
        Throwable inner = cause.getCause() instanceof ConfigException ? cause.getCause() : cause;
        return String.valueOf(inner.getMessage() == null ? inner : inner.getMessage());
    }
}
