package io.candlewick.streams.domain.indicator;

/**
 * Population standard deviation of the last closes, in constant time a bar.
 *
 * <p>Kept as sums of the differences to a close of the window and of their squares. When the window moves so far from that close that
 * the two sums would cancel, they are made anew with the newest close; since a close of the window is at most
 * {@code sqrt(count)} deviations from its mean, that happens at most once while it is in the window. A window of equal closes has
 * deviation 0 exactly.
 */
final class WindowVariance {

    /* The two sums may cancel that far: of their 106 bits more than 80 are left. */
    private static final double MOST_CANCELLED = 1.0 / (1 << 20);

    private final int count;
    private final int shift;
    private final PreciseSum differences;
    private final PreciseSum squares;

    WindowVariance(Layout layout, int count) {
        this.count = count;
        this.shift = layout.cells(1);
        this.differences = new PreciseSum(layout);
        this.squares = new PreciseSum(layout);
    }

    void next(double[] cells, Ring closes, long pushed) {
        if (pushed == 1) {
            cells[shift] = closes.at(0);
        }
        enter(cells, closes.at(0));
        if (pushed > count && (leave(cells, closes.at(count)) || closes.beginsRound())) {
            anew(cells, closes);
        }
        if (pushed >= count && isCancelled(cells)) {
            anew(cells, closes);
        }
    }

    /** The deviation of a full window. */
    double deviation(double[] cells) {
        return scaledDeviation(cells) / count;
    }

    /** The deviation of a full window, times their count. */
    double scaledDeviation(double[] cells) {
        return Math.sqrt(Math.max(scaledVariance(cells), 0));
    }

    private void enter(double[] cells, double close) {
        double difference = close - cells[shift];
        double rest = PreciseSum.lost(close, -cells[shift], difference);
        differences.enter(cells, difference);
        squares.enterProduct(cells, difference, difference);
        if (rest != 0) {
            differences.enter(cells, rest);
            squares.enter(cells, 2 * difference * rest);
        }
    }

    private boolean leave(double[] cells, double close) {
        double difference = close - cells[shift];
        double rest = PreciseSum.lost(close, -cells[shift], difference);
        differences.enter(cells, -difference);
        boolean collapsed = squares.leave(cells, difference * difference);
        squares.enter(cells, -Math.fma(difference, difference, -(difference * difference)));
        if (rest != 0) {
            differences.enter(cells, -rest);
            squares.enter(cells, -(2 * difference * rest));
        }
        return collapsed;
    }

    private void anew(double[] cells, Ring closes) {
        cells[shift] = closes.at(0);
        differences.clear(cells);
        squares.clear(cells);
        for (int back = count - 1; back >= 0; back--) {
            enter(cells, closes.at(back));
        }
    }

    private boolean isCancelled(double[] cells) {
        return scaledVariance(cells) < count * squares.high(cells) * MOST_CANCELLED;
    }

    /* The variance times the square of the count: count * sum of squares - square of the sum. */
    private double scaledVariance(double[] cells) {
        double sum = differences.high(cells);
        double squared = sum * sum;
        double total = count * squares.high(cells);
        double rest = Math.fma(count, squares.high(cells), -total) + count * squares.low(cells);
        double squaredRest = Math.fma(sum, sum, -squared) + 2 * sum * differences.low(cells);
        return (total - squared) + (rest - squaredRest);
    }
}
