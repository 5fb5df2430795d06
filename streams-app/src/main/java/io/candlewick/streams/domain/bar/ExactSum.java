package io.candlewick.streams.domain.bar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A sum of decimals that does not depend on their order: a 128-bit whole number of units of {@code 10^-scale}.
 *
 * <p><b>Edges</b>: the scale grows when a number needs more decimals, up to {@value Decimals#MAX_SCALE} for one number and
 * {@value #MAX_PRODUCT_SCALE} for a product. What has more, a double with more digits than a decimal of 15 or a product of two long
 * decimals, is rounded before it is added, the same way whatever came before it. Numbers and products must be below 10^15, which the
 * quality gate sees to; the sum then has room for at least 10^5 of the greatest.
 * <b>Cost</b>: a few nanoseconds a number while the scale holds.
 */
final class ExactSum {

    private static final int MAX_PRODUCT_SCALE = 18;

    /* Up to here every whole number is a double. */
    private static final long MOST_EXACT = 1L << 53;

    private long high;
    private long low;
    private int scale;

    ExactSum() {}

    ExactSum(long high, long low, int scale) {
        this.high = high;
        this.low = low;
        this.scale = scale;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    int scale() {
        return scale;
    }

    boolean isZero() {
        return high == 0 && low == 0;
    }

    /** Adds a number that usually has that many decimals. */
    void add(double value, int usualScale) {
        int found = Decimals.fittingScale(value, usualScale);
        addUnits(unitsOf(value, found), found);
    }

    /** Adds the product of two numbers that usually have those many decimals. */
    void addProduct(double first, int firstUsualScale, double second, int secondUsualScale) {
        int firstScale = Decimals.fittingScale(first, firstUsualScale);
        int secondScale = Decimals.fittingScale(second, secondUsualScale);
        long firstUnits = unitsOf(first, firstScale);
        long secondUnits = unitsOf(second, secondScale);
        ExactSum product = new ExactSum(
                Math.multiplyHigh(firstUnits, secondUnits), firstUnits * secondUnits, firstScale + secondScale);
        add(product.scale > MAX_PRODUCT_SCALE ? product.rounded() : product);
    }

    private ExactSum rounded() {
        BigInteger units =
                toDecimal().setScale(MAX_PRODUCT_SCALE, RoundingMode.HALF_EVEN).unscaledValue();
        return new ExactSum(units.shiftRight(Long.SIZE).longValue(), units.longValue(), MAX_PRODUCT_SCALE);
    }

    /** Adds units of {@code 10^-unitsScale}. */
    void addUnits(long units, int unitsScale) {
        if (isZero() && scale < unitsScale) {
            scale = unitsScale;
        }
        if (unitsScale == scale) {
            addWide(units >> 63, units);
            return;
        }
        add(new ExactSum(units >> 63, units, unitsScale));
    }

    /** Adds another sum. */
    void add(ExactSum other) {
        if (isZero() && scale < other.scale) {
            scale = other.scale;
        }
        if (other.scale == scale) {
            addWide(other.high, other.low);
            return;
        }
        rescale(other.scale);
        ExactSum term = new ExactSum(other.high, other.low, other.scale);
        term.rescale(scale);
        addWide(term.high, term.low);
    }

    /** The double nearest to the sum. */
    double toDouble() {
        return isPlain() && scale <= Decimals.MAX_SCALE
                ? Decimals.value(low, scale)
                : toDecimal().doubleValue();
    }

    /**
     * The double nearest to this sum over another, NaN where that is zero.
     *
     * <p>Two whole numbers that a double holds exactly have a quotient that the processor rounds once; all others go the long way.
     */
    double over(ExactSum divisor) {
        if (divisor.isZero()) {
            return Double.NaN;
        }
        int more = scale - divisor.scale;
        if (isPlain() && divisor.isPlain() && more >= 0 && more <= Decimals.MAX_SCALE) {
            double denominator = divisor.low * Decimals.power(more);
            if (Math.abs(denominator) < MOST_EXACT) {
                return low / denominator;
            }
        }
        return toDecimal().divide(divisor.toDecimal(), MathContext.DECIMAL128).doubleValue();
    }

    /** The double nearest to this sum over a count, NaN where that is zero. */
    double over(long count) {
        return over(new ExactSum(count >> 63, count, 0));
    }

    private boolean isPlain() {
        return high == low >> 63 && low > -MOST_EXACT && low < MOST_EXACT;
    }

    /** The sum, exactly. */
    BigDecimal toDecimal() {
        byte[] bytes = new byte[16];
        for (int index = 0; index < 8; index++) {
            bytes[index] = (byte) (high >>> (56 - 8 * index));
            bytes[8 + index] = (byte) (low >>> (56 - 8 * index));
        }
        return new BigDecimal(new BigInteger(bytes), scale);
    }

    private void addWide(long otherHigh, long otherLow) {
        long sum = low + otherLow;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        high += otherHigh + carry;
        low = sum;
    }

    /** Grows the scale; a smaller one is left as it is. */
    private void rescale(int wanted) {
        while (scale < wanted) {
            long carried = Math.multiplyHigh(low, 10) + (low < 0 ? 10 : 0);
            high = Math.addExact(Math.multiplyExact(high, 10), carried);
            low *= 10;
            scale++;
        }
    }

    private static long unitsOf(double value, int scale) {
        long units = Decimals.units(value, scale);
        return units != Decimals.INEXACT
                ? units
                : BigDecimal.valueOf(value)
                        .setScale(scale, RoundingMode.HALF_EVEN)
                        .unscaledValue()
                        .longValue();
    }
}
