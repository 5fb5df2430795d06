package io.candlewick.streams.domain.indicator;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far the indicators of one symbol and timeframe have come: what a store keeps of them.
 *
 * <p><b>Thread</b>: the task's.
 */
public final class SeriesProgress {

    static final long OTHER_INDICATORS = Long.MAX_VALUE;

    final IndicatorSeries series;
    /* Values of bars before this are not said: they only warmed the series up. */
    long saidFromUs;
    /* Bars that were corrected or inserted since the series was computed, as they were then; empty for one that was not there. */
    final NavigableMap<Long, Optional<IndicatorBar>> corrections = new TreeMap<>();

    SeriesProgress(IndicatorSeries series, long saidFromUs) {
        this.series = series;
        this.saidFromUs = saidFromUs;
    }

    /**
     * Whether bars were corrected that the values do not know of yet.
     *
     * @return true until {@link SeriesIndicators#settle}
     */
    public boolean isToBeSettled() {
        return !corrections.isEmpty();
    }

    /**
     * Whether it was kept for other indicators than those that are computed now, so that the series is to begin anew.
     *
     * @return true after a change of configuration
     */
    public boolean isOfOtherIndicators() {
        return saidFromUs == OTHER_INDICATORS;
    }

    /**
     * How many bars the series has seen.
     *
     * @return bars, those it was warmed up with included
     */
    public long barsSeen() {
        return series.barsSeen();
    }

    /**
     * Start of the first bar whose values were said; the bars before it only warm the series up.
     *
     * @return microseconds since the epoch
     */
    public long saidFromUs() {
        return saidFromUs;
    }
}
