package io.candlewick.ingest.publish;

/** Ticks could not be sent; the message is one line that names the topic and the cause. */
public final class PublishException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PublishException(String message, Throwable cause) {
        super(message, cause);
    }
}
