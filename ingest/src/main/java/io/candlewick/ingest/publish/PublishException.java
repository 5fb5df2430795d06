package io.candlewick.ingest.publish;

import org.jspecify.annotations.Nullable;

/** Ticks could not be sent; the message is one line that names the topic and the cause. */
public final class PublishException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PublishException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
