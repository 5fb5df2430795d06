package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/** Percent range of Williams: how far the close is below the greatest high, as a part of the last bars' range, from -100 to 0. Without range 0. */
final class WilliamsR implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "williams_r",
            "williams_r.window.v1",
            List.of(Parameter.bars("period", 1)),
            List.of(Output.after("williams_r", "period", 0)),
            List.of("14"),
            WilliamsR::new);

    private final int period;
    private final int window;

    private WilliamsR(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.window = layout.window(period);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        if (series.barsSeen >= period) {
            double greatest = series.highs.of(window);
            double range = greatest - series.lows.of(window);
            values[first] = range == 0 ? 0 : (greatest - series.bar.close()) / range * -100;
        }
    }
}
