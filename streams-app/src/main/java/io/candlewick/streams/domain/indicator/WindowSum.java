package io.candlewick.streams.domain.indicator;

/**
 * Sum of the last numbers of a ring, in constant time a number, and never further than one round of the ring from a sum made anew.
 */
final class WindowSum {

    private final int count;
    private final PreciseSum sum;

    WindowSum(Layout layout, int count) {
        this.count = count;
        this.sum = new PreciseSum(layout);
    }

    /** Takes in the newest number of the ring, which keeps one more than the window. */
    void next(double[] cells, Ring ring, long pushed) {
        sum.enter(cells, ring.at(0));
        if (pushed <= count) {
            return;
        }
        if (sum.leave(cells, ring.at(count)) || ring.beginsRound()) {
            sum.clear(cells);
            for (int back = count - 1; back >= 0; back--) {
                sum.enter(cells, ring.at(back));
            }
        }
    }

    /** Their mean. */
    double mean(double[] cells) {
        return sum.over(cells, count);
    }

    /** How far a number is from their mean, times their count: nothing is divided, so nothing is lost. */
    double scaledDistance(double[] cells, double number) {
        return Math.fma(count, number, -sum.high(cells)) - sum.low(cells);
    }
}
