package io.candlewick.local;

/** Why the stack cannot start, be reached or be stopped: one line that names the thing and the way out. */
public final class StackException extends Exception {
    /**
     * A fault without a deeper cause.
     *
     * @param message one line for the user
     */
    public StackException(String message) {
        super(message);
    }

    /**
     * A fault with its cause, which only {@code --debug} shows.
     *
     * @param message one line for the user
     * @param cause what happened
     */
    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
