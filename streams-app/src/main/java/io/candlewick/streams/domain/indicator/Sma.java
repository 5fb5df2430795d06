package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/** Simple moving average: the mean of the last closes. */
final class Sma implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "sma",
            "sma.window.v1",
            List.of(Parameter.bars("period", 1)),
            List.of(Output.after("sma", "period", 0)),
            List.of("10", "20", "50", "200"),
            Sma::new);

    private final int period;
    private final WindowSum sum;

    private Sma(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.sum = new WindowSum(layout, period);
        layout.closes(period + 1);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        sum.next(series.cells, series.closes, series.barsSeen);
        if (series.barsSeen >= period) {
            values[first] = sum.mean(series.cells);
        }
    }
}
