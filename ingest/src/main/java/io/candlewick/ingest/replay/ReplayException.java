package io.candlewick.ingest.replay;

/** A replay cannot go on for a reason that is neither a file's nor the broker's; the message is one line. */
public final class ReplayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
