package io.candlewick.ingest.feed;

/** An element of a frame that does not become a tick. */
public final class BadElement extends Exception {

    private static final long serialVersionUID = 1L;

    private final RejectCause cause;

    /**
     * A fault.
     *
     * @param cause which kind
     * @param detail in words, with the value
     */
    public BadElement(RejectCause cause, String detail) {
        super(detail);
        this.cause = cause;
    }

    /**
     * Which kind.
     *
     * @return one of the closed list
     */
    public RejectCause reason() {
        return cause;
    }

    /**
     * The fault in words.
     *
     * @return with the value
     */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
