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

    /** What {@link #commonScale} answers when there is none. */
    static final int NO_SCALE = -1;

    /** The most decimals looked at. */
    static final int MAX_SCALE = 15;

    /* 15 digits: beyond them one double is the nearest to several decimals. */
    private static final double MAX_UNITS = 1e15;
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

    /** Ten to a power from 0 to 16, exactly. */
    static double power(int exponent) {
        return POWERS[exponent];
    }

    /** The double nearest to that many units. */
    static double value(long units, int scale) {
        return units / POWERS[scale];
    }

    /** Half of that many units, rounded once. */
    static double half(long units, int scale) {
        return units / (2 * POWERS[scale]);
    }

    /**
     * The scale of which both numbers are decimals, usually the given one.
     *
     * @return the scale, or {@link #NO_SCALE}
     */
    static int commonScale(double first, double second, int usualScale) {
        int scale = Math.max(fittingScale(first, usualScale), fittingScale(second, usualScale));
        return units(first, scale) == INEXACT || units(second, scale) == INEXACT ? NO_SCALE : scale;
    }

    /** The scale nearest to the usual one of which the number is a decimal; where there is none, the one of 15 digits. */
    static int fittingScale(double value, int usualScale) {
        int scale = usualScale;
        while (scale > 0 && !fits(value, scale)) {
            scale--;
        }
        while (scale < MAX_SCALE && units(value, scale) == INEXACT && fits(value, scale + 1)) {
            scale++;
        }
        return scale;
    }

    private static boolean fits(double value, int scale) {
        return Math.abs(value * POWERS[scale]) < MAX_UNITS;
    }
}
