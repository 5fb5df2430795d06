package io.candlewick.ingest.format;

/** Why a line or record of a file is not a tick. */
public enum RejectReason {
    /** A field that the format needs is missing or empty. */
    MISSING_FIELD,
    /** There are more fields than the file's first line has, e.g. because of a decimal comma. */
    EXTRA_FIELD,
    /** A price or size is not a finite decimal number. */
    NOT_A_NUMBER,
    /** The time is not one in the format's notation, or lies beyond the year 2200. */
    BAD_TIME,
    /** The time lies before 1970. */
    NEGATIVE_TIME,
    /** The side of a trade is none that the format knows. */
    BAD_SIDE,
    /** The symbol is not one. */
    BAD_SYMBOL,
    /** The line is longer than any line of a tick file. */
    LINE_TOO_LONG,
    /** The prices of a bar contradict each other, or one is no price. */
    BAD_BAR,
    /** A bar stands there again with other prices. */
    CONFLICTING_BAR,
    /** A bar begins before one above it. */
    OUT_OF_ORDER,
    /** The file ends inside a record. */
    CUT_RECORD
}
