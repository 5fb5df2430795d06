package io.candlewick.market;

/**
 * The four prices of a bar.
 *
 * @param open price of the first tick
 * @param high highest price
 * @param low lowest price
 * @param close price of the last tick
 */
public record Ohlc(double open, double high, double low, double close) {}
