package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/** Donchian channel: the greatest high and the least low of the last bars, the newest among them, and the middle between. */
final class Donchian implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "donchian",
            "donchian.with_current.v1",
            List.of(Parameter.bars("period", 1)),
            List.of(
                    Output.after("donchian_upper", "period", 0),
                    Output.after("donchian_middle", "period", 0),
                    Output.after("donchian_lower", "period", 0)),
            List.of("20"),
            Donchian::new);

    private final int period;
    private final int window;

    private Donchian(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.window = layout.window(period);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        if (series.barsSeen >= period) {
            double upper = series.highs.of(window);
            double lower = series.lows.of(window);
            values[first] = upper;
            values[first + 1] = (upper + lower) / 2;
            values[first + 2] = lower;
        }
    }
}
