package io.candlewick.ingest.feed;

/** Why an element a vendor sent did not become a tick. A closed list: the reasons are counted by these names. */
public enum RejectCause {
    /** It is no JSON, or not of the shape of an element. */
    MALFORMED("malformed"),
    /** A field is missing without which it means nothing. */
    MISSING_FIELD("missing-field"),
    /** A price or size is no number. */
    BAD_NUMBER("bad-number"),
    /** Its time is none, or not of this age of the world. */
    BAD_TIME("bad-time"),
    /** A kind of element that is not read. */
    UNKNOWN_EVENT("unknown-event"),
    /** A symbol that was not subscribed, or not any more. */
    NOT_SUBSCRIBED("not-subscribed"),
    /** More came than could be worked off. */
    QUEUE_FULL("queue-full"),
    /** The broker was away and the disk's share was used up. */
    SPOOL_FULL("spool-full");

    private final String code;

    RejectCause(String code) {
        this.code = code;
    }

    /**
     * As metrics and headers write it.
     *
     * @return e.g. {@code bad-number}
     */
    public String code() {
        return code;
    }
}
