package io.candlewick.ingest.format;

import java.io.IOException;

/**
 * A file cannot be read, or not to its end; the message is one line that names the file, the place and the cause. Every tick before
 * that place has been delivered.
 */
public final class SourceFaultException extends IOException {

    private static final long serialVersionUID = 1L;

    SourceFaultException(String message) {
        super(message);
    }

    SourceFaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
