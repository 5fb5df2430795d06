package io.candlewick.streams.config;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/**
 * Sends records that cannot be read to the dead letters, and goes on; but fails the thread when it is the registry that is away, because
 * then every record would be one.
 */
public final class UnreadableRecords implements DeserializationExceptionHandler {

    private final DeadLetters deadLetters = new DeadLetters("UNREADABLE");

    /** For Kafka Streams. */
    public UnreadableRecords() {}

    @Override
    public void configure(Map<String, ?> settings) {
        // Nothing of it depends on settings.
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        return ErrorClass.of(exception) == ErrorClass.RECORD
                ? Response.resume(deadLetters.of(context, exception))
                : Response.fail();
    }
}
