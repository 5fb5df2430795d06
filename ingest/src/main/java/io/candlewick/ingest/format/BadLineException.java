package io.candlewick.ingest.format;

/** A line that is not a tick; thrown and caught within a source, one for each bad line, so it carries no stack trace. */
final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    private final RejectReason reason;

    BadLineException(RejectReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    RejectReason reason() {
        return reason;
    }
}
