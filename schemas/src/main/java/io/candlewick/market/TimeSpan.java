package io.candlewick.market;

/**
 * A stretch of time.
 *
 * @param startUs start, inclusive, microseconds since the epoch
 * @param endUs end, exclusive
 */
public record TimeSpan(long startUs, long endUs) {}
