package io.candlewick.streams.domain.indicator;

/** Plain mean of the last values of another formula, which no ring of the series keeps: it keeps them itself, in constant time a value. */
final class SmoothedMean {

    private final int count;
    private final int kept;
    private final PreciseSum sum;

    SmoothedMean(Layout layout, int count) {
        this.count = count;
        this.kept = layout.cells(count);
        this.sum = new PreciseSum(layout);
    }

    /**
     * Takes a value in.
     *
     * @param cells the series' cells
     * @param value the value
     * @param ordinal which value it is, counted from 1; the mean is there from {@code count} on
     * @return the mean of the last
     */
    double next(double[] cells, double value, long ordinal) {
        int place = kept + (int) (ordinal % count);
        double leaving = cells[place];
        cells[place] = value;
        sum.enter(cells, value);
        if (ordinal > count && (sum.leave(cells, leaving) || place == kept)) {
            sum.clear(cells);
            for (int index = 0; index < count; index++) {
                sum.enter(cells, cells[kept + index]);
            }
        }
        return sum.over(cells, count);
    }
}
