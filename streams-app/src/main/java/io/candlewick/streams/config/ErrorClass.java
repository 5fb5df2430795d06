package io.candlewick.streams.config;

import io.candlewick.serde.RegistryException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** What an error says of the records after it; the one place where that is decided. */
public enum ErrorClass {
    /** One record is at fault: it becomes a dead letter, and the next one is read. */
    RECORD,
    /** Somebody we need is away: the same record may well go through later. */
    TRANSIENT,
    /** State, rights or the program are at fault: going on would lose or falsify data. */
    FATAL;

    /* A chain of causes that is longer is a loop. */
    private static final int MAX_CAUSES = 32;

    /**
     * Classes an error by itself and its causes: what is furthest from the record decides.
     *
     * @param error the error
     * @return its class
     */
    public static ErrorClass of(Throwable error) {
        ErrorClass found = RECORD;
        @Nullable Throwable cause = error;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            ErrorClass own = ofOne(cause);
            if (own == TRANSIENT) {
                return TRANSIENT;
            }
            found = own == FATAL ? FATAL : found;
            cause = cause.getCause();
        }
        return found;
    }

    private static ErrorClass ofOne(Throwable error) {
        if (error instanceof RegistryException registry) {
            return registry.isRetryable() ? TRANSIENT : RECORD;
        }
        if (error instanceof RetriableException) {
            return TRANSIENT;
        }
        // The coordinator had given the transaction up, e.g. of a process that stood still: nothing of it was said, and
        // a new thread starts from
        // the last commit. Kafka Streams takes other signs of that as a lost task by itself, but not this one.
        if (error instanceof InvalidTxnStateException) {
            return TRANSIENT;
        }
        if (error instanceof SerializationException) {
            return RECORD;
        }
        return error instanceof KafkaException || error instanceof Error ? FATAL : RECORD;
    }
}
