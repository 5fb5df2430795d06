package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.domain.indicator.IndicatorBar;
import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.domain.indicator.IndicatorSeries;
import java.util.ArrayList;
import java.util.List;

/**
 * Indicators made anew over bars that were read: the topology's own arithmetic.
 *
 * @param plan which indicators
 * @param calendar when the instrument's sessions start
 */
record ReplayedIndicators(IndicatorPlan plan, TradingCalendar calendar) {

    /**
     * Values of bars.
     *
     * @param series what came before; moved on
     * @param warmUp bars to go over first, whose values nobody wants
     * @param bars the bars
     */
    List<IndicatorValues> over(IndicatorSeries series, List<Bar> warmUp, List<Bar> bars) {
        double[] values = new double[plan.columns().size()];
        for (Bar bar : warmUp) {
            series.next(seen(bar), values);
        }
        List<IndicatorValues> found = new ArrayList<>(bars.size());
        for (Bar bar : bars) {
            series.next(seen(bar), values);
            found.add(new IndicatorValues(
                    IndicatorValues.Origin.of(bar), series.barsSeen(), plan.columns(), values.clone()));
        }
        return found;
    }

    private IndicatorBar seen(Bar bar) {
        return IndicatorBar.of(bar, calendar.startOf(Timeframe.D1, bar.key().startTimeUs()));
    }
}
