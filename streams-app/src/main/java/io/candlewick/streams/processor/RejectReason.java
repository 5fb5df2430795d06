package io.candlewick.streams.processor;

/** Why a tick did not become part of a bar. */
public enum RejectReason {
    /** No instrument of that name is known. */
    UNKNOWN_SYMBOL,
    /** A price, a size or their product is missing, not finite, zero, negative, or 10^15 and more. */
    INVALID_PRICE,
    /** The event time is further in the future than the bound allows. */
    FUTURE,
    /** The bar closed longer ago than the lateness horizon. */
    TOO_LATE,
    /** A cancel or a correction does not say of which trade. */
    NO_TRADE_ID,
    /** The record has no tick in it, or a heartbeat says nothing. */
    NO_TICK
}
