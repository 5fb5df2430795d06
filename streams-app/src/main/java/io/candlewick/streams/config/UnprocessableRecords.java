package io.candlewick.streams.config;

import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends the input record that a node failed on to the dead letters, and goes on with the next; but fails the thread when the error is not
 * that record's: a broker or registry that is away, a store that cannot be read.
 */
public final class UnprocessableRecords implements ProcessingExceptionHandler {

    private final DeadLetters deadLetters = new DeadLetters("UNPROCESSABLE");

    /** For Kafka Streams. */
    public UnprocessableRecords() {}

    @Override
    public void configure(Map<String, ?> settings) {
        // Nothing of it depends on settings.
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        return ErrorClass.of(exception) == ErrorClass.RECORD
                ? Response.resume(deadLetters.of(context, exception))
                : Response.fail();
    }
}
