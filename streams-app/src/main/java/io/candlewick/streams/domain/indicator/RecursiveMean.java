package io.candlewick.streams.domain.indicator;

/**
 * A mean that forgets slowly: the plain mean of its first numbers is the seed, then each number moves it a little. One cell.
 *
 * <p>The two kinds do the same with another weight, each in TA-Lib's order of operations, so that they round alike.
 */
final class RecursiveMean {

    private final int count;
    private final double weight;
    private final boolean wilder;
    private final int at;

    private RecursiveMean(Layout layout, int count, boolean wilder) {
        this.count = count;
        this.weight = 2.0 / (count + 1);
        this.wilder = wilder;
        this.at = layout.cells(1);
    }

    /** An exponential mean: weight 2 / (count + 1). */
    static RecursiveMean exponential(Layout layout, int count) {
        return new RecursiveMean(layout, count, false);
    }

    /** Wilder's mean: weight 1 / count. */
    static RecursiveMean wilder(Layout layout, int count) {
        return new RecursiveMean(layout, count, true);
    }

    /**
     * Takes a number in.
     *
     * @param cells the series' cells
     * @param number the number
     * @param ordinal which number it is, counted from 1; the mean is there from {@code count} on
     * @return the mean, or the sum so far
     */
    double next(double[] cells, double number, long ordinal) {
        double mean = cells[at];
        if (ordinal < count) {
            mean += number;
        } else if (ordinal == count) {
            mean = (mean + number) / count;
        } else if (wilder) {
            mean = (mean * (count - 1) + number) / count;
        } else {
            mean = (number - mean) * weight + mean;
        }
        cells[at] = mean;
        return mean;
    }

    /** The mean, or the sum so far. */
    double mean(double[] cells) {
        return cells[at];
    }
}
