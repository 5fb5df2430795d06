package io.candlewick.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The registry cannot be reached, or refused.
 *
 * <p>{@link #isRetryable()} tells an outage, which passes, from an answer, which does not.
 */
public final class RegistryException extends SerializationException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    RegistryException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    RegistryException(String message, Throwable cause) {
        super(message, cause);
        this.retryable = true;
    }

    /**
     * Whether asking again later can help.
     *
     * @return true if the registry was away or overloaded
     */
    public boolean isRetryable() {
        return retryable;
    }
}
