package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/** Rate of change: the close against the one so many bars before, in percent. Against a close of 0 it is 0. */
final class Roc implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "roc",
            "roc.percent.v1",
            List.of(Parameter.bars("period", 1)),
            List.of(Output.after("roc", "period", 1)),
            List.of("10"),
            Roc::new);

    private final int period;

    private Roc(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        layout.closes(period + 1);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        if (series.barsSeen > period) {
            double before = series.closes.at(period);
            values[first] = before == 0 ? 0 : (series.bar.close() / before - 1) * 100;
        }
    }
}
