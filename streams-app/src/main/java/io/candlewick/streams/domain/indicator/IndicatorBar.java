package io.candlewick.streams.domain.indicator;

import io.candlewick.market.Bar;

/**
 * What indicators see of a bar.
 *
 * <p><b>Edges</b>: prices and volume are finite and at most {@value #MAX_MAGNITUDE} in magnitude, so that no sum of squares overflows;
 * prices may be negative.
 *
 * @param startUs start of the bar, epoch microseconds
 * @param sessionStartUs start of the trading day that holds the bar, epoch microseconds
 * @param open first price
 * @param high greatest price
 * @param low least price
 * @param close last price
 * @param volume volume
 */
public record IndicatorBar(
        long startUs, long sessionStartUs, double open, double high, double low, double close, double volume) {

    /** Greatest magnitude of a price or volume. */
    public static final double MAX_MAGNITUDE = 1e100;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a price or the volume is not a number, or too great
     */
    public IndicatorBar {
        check("open", open);
        check("high", high);
        check("low", low);
        check("close", close);
        check("volume", volume);
    }

    /**
     * What indicators see of a canonical bar.
     *
     * @param bar the bar
     * @param sessionStartUs start of the trading day that holds the bar's start, epoch microseconds
     * @return its prices and volume
     * @throws IllegalArgumentException if a price or the volume is not a number, or too great
     */
    public static IndicatorBar of(Bar bar, long sessionStartUs) {
        return new IndicatorBar(
                bar.key().startTimeUs(),
                sessionStartUs,
                bar.price().open(),
                bar.price().high(),
                bar.price().low(),
                bar.price().close(),
                bar.volume());
    }

    /** The typical price, in the order of operations of TA-Lib. */
    double typical() {
        return (high + low + close) / 3;
    }

    private static void check(String name, double number) {
        // Written so that NaN fails too.
        if (!(Math.abs(number) <= MAX_MAGNITUDE)) {
            throw new IllegalArgumentException(
                    name + "=" + number + " is not a number of at most " + MAX_MAGNITUDE + " in magnitude");
        }
    }
}
