package io.candlewick.streams.domain.series;

/** Why a vendor's bar was not taken in. */
public enum BarReject {
    /** The record has no bar in it. */
    NO_BAR,
    /** The record's key is not the bar's symbol, so it may lie in another partition than the symbol's other records. */
    WRONG_KEY,
    /** No instrument of that name is known. */
    UNKNOWN_SYMBOL,
    /** Bars of this length are not made: nobody would keep the series up. */
    UNKNOWN_TIMEFRAME,
    /** The bar does not say that a vendor made it, or says that it is still open. */
    NO_VENDOR_BAR,
    /** Start and end are not those of a bar in the instrument's calendar. */
    OFF_GRID,
    /** The bar ends later than its record arrived. */
    FUTURE,
    /** A price is missing, not finite, zero, negative, or 10^15 and more; or the high is below the low, or the open or close outside of both. */
    INVALID_PRICE,
    /** A volume, a count, a mean or a spread is not finite or negative. */
    INVALID_VOLUME,
    /** The range it was delivered in is no range, or does not hold it. */
    INVALID_RANGE
}
