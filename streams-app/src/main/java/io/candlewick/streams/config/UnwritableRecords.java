package io.candlewick.streams.config;

import io.candlewick.serde.RegistryException;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;

/**
 * Decides what becomes of a record that cannot be written.
 *
 * <p>One that cannot be encoded is left out, and the input record that caused it becomes a dead letter; but a registry that is away or
 * refuses our schema concerns every record, and fails the thread. So does a broker that refuses; one that is away is asked again.
 */
public final class UnwritableRecords implements ProductionExceptionHandler {

    private final DeadLetters deadLetters = new DeadLetters("UNWRITABLE");

    /** For Kafka Streams. */
    public UnwritableRecords() {}

    @Override
    public void configure(Map<String, ?> settings) {
        // Nothing of it depends on settings.
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        return ErrorClass.of(exception) == ErrorClass.TRANSIENT ? Response.retry() : Response.fail();
    }

    @Override
    @SuppressWarnings("rawtypes") // As the interface has it.
    public Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        return exception instanceof RegistryException || ErrorClass.of(exception) != ErrorClass.RECORD
                ? Response.fail()
                : Response.resume(deadLetters.of(context, exception));
    }
}
