package io.candlewick.market;

/** A part of a venue's trading day. */
public enum Session {
    /** Before the regular session. */
    PRE,
    /** The session that makes the day's open and close. */
    REGULAR,
    /** After the regular session. */
    POST
}
