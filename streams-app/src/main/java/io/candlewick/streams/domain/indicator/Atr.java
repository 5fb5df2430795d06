package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/** Average true range of Wilder: the range of a bar with the close before it, smoothed. The first bar has no close before it. */
final class Atr implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "atr",
            "atr.wilder.v1",
            List.of(Parameter.bars("period", 1)),
            List.of(Output.after("atr", "period", 1)),
            List.of("14"),
            Atr::new);

    private final int period;
    private final RecursiveMean mean;

    private Atr(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.mean = mean(layout, period);
    }

    /** The mean by itself, for those who build on it. */
    static RecursiveMean mean(Layout layout, int period) {
        layout.closes(2);
        return RecursiveMean.wilder(layout, period);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        double atr = next(mean, series);
        if (series.barsSeen > period) {
            values[first] = atr;
        }
    }

    /** Takes the newest bar into a mean; it is there from the bar after {@code period} on. */
    static double next(RecursiveMean mean, IndicatorSeries series) {
        return series.barsSeen == 1 ? 0 : mean.next(series.cells, series.trueRange, series.barsSeen - 1);
    }
}
