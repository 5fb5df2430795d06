package io.candlewick.connect.sink;

import org.jspecify.annotations.Nullable;

/** Rows were not delivered; the {@link FailureClass} says what is to be done about it. */
public final class DeliveryException extends Exception {

    private static final long serialVersionUID = 1L;

    private final FailureClass failureClass;

    /**
     * A failure.
     *
     * @param failureClass what it means
     * @param message one line that names the thing and its value
     * @param cause what was thrown, if anything was
     */
    public DeliveryException(FailureClass failureClass, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failureClass = failureClass;
    }

    /**
     * What the failure means for the batch.
     *
     * @return the class
     */
    public FailureClass failureClass() {
        return failureClass;
    }
}
