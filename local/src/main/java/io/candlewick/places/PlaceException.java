package io.candlewick.places;

/** A place cannot be read; the message names the place and why. */
public final class PlaceException extends Exception {

    private static final long serialVersionUID = 1L;

    PlaceException(String message, Throwable cause) {
        super(message, cause);
    }

    PlaceException(String message) {
        super(message);
    }
}
