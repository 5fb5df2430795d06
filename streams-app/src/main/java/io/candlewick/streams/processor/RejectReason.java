package io.candlewick.streams.processor;

/** Why a tick did not become part of a bar. */
public enum RejectReason {
    /** No instrument of that name is known. */
    UNKNOWN_SYMBOL,
    /** A price, a size or their product is missing, not finite, zero, negative, or 10^15 and more. */
    INVALID_PRICE,
    /** The bid is above the ask, and the instrument rejects such quotes. */
    CROSSED,
    /** The spread is wider than the instrument's band. */
    SPREAD,
    /** The price is further from the last believed one than the instrument's band, and has not held there yet. */
    SPIKE,
    /** The tick was received later after its event than the instrument allows. */
    STALE,
    /** The event time is further in the future than the bound allows. */
    FUTURE,
    /** The bar closed longer ago than the lateness horizon. */
    TOO_LATE,
    /** A cancel or a correction does not say of which trade. */
    NO_TRADE_ID,
    /** The record has no tick in it, or a heartbeat says nothing. */
    NO_TICK
}
