package io.candlewick.ingest.venue;

/** Why a vendor's row is not a bar. */
public enum RowFault {
    /** A field it must have is missing, null or no number. */
    INCOMPLETE,
    /** Its start is not where a bar of the instrument's calendar begins. */
    OFF_GRID,
    /** Its start comes before that of the row above it. */
    OUT_OF_ORDER,
    /** Its prices are not positive, or low and high do not enclose open and close. */
    INVALID_PRICE,
    /** Its volume, count or mean price is negative or no number. */
    INVALID_VOLUME
}
