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

    /** Half of that many units, rounded once. */
    static double half(long units, int scale) {
        return units / (2 * POWERS[scale]);
    }

    /**
     * The scale of which both numbers are decimals, usually the given one.
     *
     * @return the least such scale from the usual one on, or {@link #NO_SCALE}
     */
    static int commonScale(double first, double second, int usualScale) {
        for (int scale = usualScale; scale <= MAX_SCALE; scale++) {
            long firstUnits = units(first, scale);
            long secondUnits = units(second, scale);
            if (firstUnits != INEXACT && secondUnits != INEXACT) {
                return Math.abs(firstUnits + secondUnits) < MAX_UNITS ? scale : NO_SCALE;
            }
        }
        return NO_SCALE;
    }
}
