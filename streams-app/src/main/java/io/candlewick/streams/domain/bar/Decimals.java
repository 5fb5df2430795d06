package io.candlewick.streams.domain.bar;

/**
 * Finds the decimal number that a double stands for, as a whole number of units of a power of ten.
 *
 * <p>A double is the nearest one to exactly one decimal of up to 15 digits. If {@code units / 10^scale}, which division rounds
 * correctly, gives the double back, the units are that decimal, and sums of units are exact.
 */
final class Decimals {

    /** What {@link #units} answers when the number has more decimals than the scale, or too many digits. */
    static final long INEXACT = Long.MIN_VALUE;

    /** The most decimals looked at. */
    static final int MAX_SCALE = 15;

    private static final double MAX_UNITS = 1L << 53;
    private static final double[] POWERS = new double[MAX_SCALE + 2];

    static {
        POWERS[0] = 1;
        for (int scale = 1; scale < POWERS.length; scale++) {
            POWERS[scale] = POWERS[scale - 1] * 10;
        }
    }

    private Decimals() {}

    /**
     * The number as units of {@code 10^-scale}.
     *
     * @return the units, or {@link #INEXACT}
     */
    static long units(double value, int scale) {
        double power = POWERS[scale];
        double scaled = value * power;
        if (!(Math.abs(scaled) < MAX_UNITS)) {
            return INEXACT;
        }
        long units = Math.round(scaled);
        return units / power == value ? units : INEXACT;
    }

    /** The double nearest to that many units. */
    static double value(long units, int scale) {
        return units / POWERS[scale];
    }

    /** Mid of two prices, rounded once: exact where both are decimals of the scale. */
    static double mid(double bid, double ask, int scale) {
        long bidUnits = units(bid, scale);
        long askUnits = units(ask, scale);
        if (bidUnits == INEXACT || askUnits == INEXACT || Math.abs(bidUnits + askUnits) >= MAX_UNITS) {
            return (bid + ask) / 2;
        }
        return (bidUnits + askUnits) / (2 * POWERS[scale]);
    }

    /** Difference of two prices, rounded once: exact where both are decimals of the scale. */
    static double difference(double larger, double smaller, int scale) {
        long largerUnits = units(larger, scale);
        long smallerUnits = units(smaller, scale);
        if (largerUnits == INEXACT || smallerUnits == INEXACT) {
            return larger - smaller;
        }
        return value(largerUnits - smallerUnits, scale);
    }
}
