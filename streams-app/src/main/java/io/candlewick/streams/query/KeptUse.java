package io.candlewick.streams.query;

/** What became of the text that was kept of a series when it was asked for again. */
enum KeptUse {
    /** It was the answer. */
    KEPT,
    /** Bars had closed since, and their text was added. */
    GREW,
    /** There was none, or an earlier bar had changed: all of it was written. */
    WRITTEN
}
