package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/** Exponential moving average: the mean of the first closes, which each later close moves by 2 / (period + 1) of the way to itself. */
final class Ema implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "ema",
            "ema.sma_seed.v1",
            List.of(Parameter.bars("period", 1)),
            List.of(Output.after("ema", "period", 0)),
            List.of("10", "20", "50"),
            Ema::new);

    private final int period;
    private final RecursiveMean mean;

    private Ema(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.mean = RecursiveMean.exponential(layout, period);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        double ema = mean.next(series.cells, series.bar.close(), series.barsSeen);
        if (series.barsSeen >= period) {
            values[first] = ema;
        }
    }
}
