package io.candlewick.ingest.instrument;

/** Reference data cannot be read, published or found; the message says which and what to do, one fault a line. */
public final class InstrumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InstrumentException(String message) {
        super(message);
    }

    InstrumentException(String message, Throwable cause) {
        super(message, cause);
    }
}
