package io.candlewick.streams.domain.bar;

/** What became of a tick. */
public enum Admission {
    /** It entered an open bar. */
    ADDED,
    /** Its bar had closed, and was corrected. */
    CORRECTED,
    /** It had come before. */
    DUPLICATE,
    /** It is of a kind that does not make this instrument's bars. */
    NOT_COUNTED,
    /** Its bar closed longer ago than the lateness horizon. */
    TOO_LATE
}
