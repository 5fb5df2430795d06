package io.candlewick.streams.stored;

/** A database cannot be asked or refuses; the message is one line that names it. */
public final class StoreUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * With what went wrong.
     *
     * @param message one line that names the database
     * @param cause the error below, or null
     */
    public StoreUnavailableException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
    }
}
