package io.candlewick.streams.domain.layout;

/**
 * Doubles that are the nearest to a decimal of a scale, and that are found again from its units.
 *
 * <p><b>Edges</b>: minus zero, which has no units of its own, is none.
 */
final class CompactDecimals {

    /** The most decimals looked at. */
    static final int MAX_SCALE = 12;

    /* Units less others and shifted by the marks still fit 64 bits, and every power is a double. */
    private static final double MOST_UNITS = 1e15;
    private static final double[] POWERS = new double[MAX_SCALE + 1];

    static {
        POWERS[0] = 1;
        for (int scale = 1; scale < POWERS.length; scale++) {
            POWERS[scale] = POWERS[scale - 1] * 10;
        }
    }

    private CompactDecimals() {}

    static boolean isExact(double value, int scale) {
        double scaled = value * POWERS[scale];
        return Math.abs(scaled) < MOST_UNITS
                && Double.doubleToRawLongBits(value(Math.round(scaled), scale)) == Double.doubleToRawLongBits(value);
    }

    static long units(double value, int scale) {
        return Math.round(value * POWERS[scale]);
    }

    static double value(long units, int scale) {
        return units / POWERS[scale];
    }
}
