package io.candlewick.streams.config;

import io.candlewick.serde.RegistryException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;

/**
 * Sends records that cannot be read to the dead letters, and goes on; but ends the lane when it is the registry that is away, because
 * then every record would be one.
 */
public final class UnreadableRecords extends LogAndContinueExceptionHandler {

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (exception instanceof RegistryException registry && registry.isRetryable()) {
            return Response.fail();
        }
        return super.handleError(context, record, exception);
    }
}
