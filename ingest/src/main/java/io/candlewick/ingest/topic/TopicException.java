package io.candlewick.ingest.topic;

/** A topic cannot be read or written; the message is one line and names it. */
public final class TopicException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message names the topic and the reason
     * @param cause what happened
     */
    public TopicException(String message, Throwable cause) {
        super(message, cause);
    }
}
