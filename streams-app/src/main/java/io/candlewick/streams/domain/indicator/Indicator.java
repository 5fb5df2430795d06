package io.candlewick.streams.domain.indicator;

/**
 * One indicator with its parameters. It is shared by all series and holds no numbers of any: those are in the series' cells and rings,
 * where the indicator reserved its place when it was made.
 */
interface Indicator {

    /**
     * Takes the newest bar of a series into account.
     *
     * @param series the series, whose newest bar is {@link IndicatorSeries#bar}
     * @param values where to put the values that are warmed up; all are NaN before
     * @param first index of the indicator's first value
     */
    void next(IndicatorSeries series, double[] values, int first);
}
