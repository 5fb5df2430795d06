package io.candlewick.streams.stored;

/**
 * The newest quote or trade of a symbol; an absent number is NaN.
 *
 * @param eventTimeUs when it happened, microseconds since the epoch
 * @param ingestTimeUs when it was received
 * @param feed who delivered it
 * @param bid price somebody pays
 * @param ask price somebody takes
 * @param bidSize size at the bid
 * @param askSize size at the ask
 * @param price traded price
 * @param size traded size
 */
public record LastTick(
        long eventTimeUs,
        long ingestTimeUs,
        String feed,
        double bid,
        double ask,
        double bidSize,
        double askSize,
        double price,
        double size) {}
