package io.candlewick.streams.query;

import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import java.util.List;

/**
 * What a tier has of a series.
 *
 * @param tier which one
 * @param lag how many records it had still to read; 0 unless a standby answers
 * @param bars earliest first; an open one is the last
 * @param indicators values of these bars, earliest first; empty if none were asked for
 */
record TierAnswer(String tier, long lag, List<Bar> bars, List<IndicatorValues> indicators) {

    /** How many of the bars have closed. */
    int closed() {
        return bars.size() - (hasOpenBar() ? 1 : 0);
    }

    boolean hasOpenBar() {
        return !bars.isEmpty() && bars.get(bars.size() - 1).status() == BarStatus.FORMING;
    }
}
