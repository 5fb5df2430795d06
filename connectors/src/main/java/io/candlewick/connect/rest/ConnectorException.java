package io.candlewick.connect.rest;

/** A connector could not be deployed, or Connect is away; the message says which and why, one fault a line. */
public final class ConnectorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConnectorException(String message) {
        super(message);
    }

    ConnectorException(String message, Throwable cause) {
        super(message, cause);
    }
}
