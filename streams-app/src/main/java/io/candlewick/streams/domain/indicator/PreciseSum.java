package io.candlewick.streams.domain.indicator;

/**
 * A running sum in two cells, of 106 bits: numbers that enter and leave it leave no trace that a double could show.
 *
 * <p>The first cell is the sum as a double, the second what it lacks. One step errs by less than 2<sup>-104</sup> of the greatest sum
 * there was; when what leaves was more than twice what stays, {@link #leave} says so and the owner sums what is in its window anew. Twice,
 * and not a million times: a sum can fall far in several steps, each too small to be noticed. <b>Source</b>: T. J. Dekker, A
 * floating-point technique for extending the available precision, 1971; D. E. Knuth, The Art of Computer Programming 2, 4.2.2, theorem B.
 */
final class PreciseSum {

    static final int CELLS = 2;
    private static final double COLLAPSE = 0.5;

    private final int at;

    PreciseSum(Layout layout) {
        this.at = layout.cells(CELLS);
    }

    void clear(double[] cells) {
        cells[at] = 0;
        cells[at + 1] = 0;
    }

    void enter(double[] cells, double number) {
        double sum = cells[at] + number;
        double rest = cells[at + 1] + lost(cells[at], number, sum);
        cells[at] = sum + rest;
        cells[at + 1] = rest - (cells[at] - sum);
    }

    /** Takes a number out. True if what is left is so much less that it had better be summed anew. */
    boolean leave(double[] cells, double number) {
        enter(cells, -number);
        return Math.abs(cells[at]) < Math.abs(number) * COLLAPSE;
    }

    /** Adds the product of two numbers without rounding it. */
    void enterProduct(double[] cells, double one, double other) {
        double product = one * other;
        enter(cells, product);
        enter(cells, Math.fma(one, other, -product));
    }

    /** Takes another sum out. */
    void leaveSum(double[] cells, PreciseSum other) {
        enter(cells, -cells[other.at]);
        enter(cells, -cells[other.at + 1]);
    }

    /** The sum as a double. */
    double high(double[] cells) {
        return cells[at];
    }

    /** What {@link #high} lacks. */
    double low(double[] cells) {
        return cells[at + 1];
    }

    /** The sum divided by a number, rounded once. */
    double over(double[] cells, double divisor) {
        double quotient = cells[at] / divisor;
        return quotient + (Math.fma(-quotient, divisor, cells[at]) + cells[at + 1]) / divisor;
    }

    /* What the rounded sum of two numbers lacks, exactly. */
    static double lost(double one, double other, double sum) {
        double part = sum - one;
        return (one - (sum - part)) + (other - part);
    }
}
