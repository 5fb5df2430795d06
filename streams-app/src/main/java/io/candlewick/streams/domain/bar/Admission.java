package io.candlewick.streams.domain.bar;

/** What became of a tick. */
public enum Admission {
    /** It entered an open bar. */
    ADDED,
    /** Its bar had closed, and was corrected. */
    CORRECTED,
    /** It had come before. */
    DUPLICATE,
    /** It is a cancel or a correction of a trade, or a trade that one came before; its bars were made anew. */
    AMENDED,
    /** It is a cancel or a correction of a trade that is not known here, and whose bar has closed. */
    UNMATCHED,
    /** It is of a kind that does not make this instrument's bars. */
    NOT_COUNTED,
    /** It is a cancel or a correction that does not say of which trade. */
    UNIDENTIFIED,
    /** Its bar closed longer ago than the lateness horizon. */
    TOO_LATE
}
