package io.candlewick.ingest.venue;

/** A vendor did not answer, or with something that is not an answer; the message is one line and holds no key. */
public final class VendorException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What can be done about it. */
    public enum Kind {
        /** Nobody answers, or too much was asked: the same question may be answered later. */
        AWAY,
        /** The vendor does not have the newest part of the span yet. */
        TOO_EARLY,
        /** The vendor will not answer this question, however often it is asked: key, plan or span. */
        REFUSED,
        /** The answer is not what the vendor's documents say. */
        BROKEN
    }

    private final Kind kind;

    /**
     * A failure.
     *
     * @param kind what can be done about it
     * @param message one line that names the vendor, the series and the reason
     */
    public VendorException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /**
     * A failure with its cause.
     *
     * @param kind what can be done about it
     * @param message one line that names the vendor, the series and the reason
     * @param cause what happened
     */
    public VendorException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /**
     * What can be done about it.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }
}
