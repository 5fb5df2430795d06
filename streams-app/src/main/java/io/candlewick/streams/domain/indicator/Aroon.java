package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/**
 * Aroon: how lately the greatest high (up) and the least low (down) of the last {@code period + 1} bars were, 100 for the newest bar and 0
 * for the oldest, and the difference. Of equal extremes the latest counts.
 */
final class Aroon implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "aroon",
            "aroon.latest_extreme.v1",
            List.of(Parameter.bars("period", 2)),
            List.of(
                    Output.after("aroon_up", "period", 1),
                    Output.after("aroon_down", "period", 1),
                    Output.after("aroon_oscillator", "period", 1)),
            List.of("25"),
            Aroon::new);

    private final int period;
    private final int window;

    private Aroon(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.window = layout.window(period + 1);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        if (series.barsSeen > period) {
            int highAge = series.highs.age(window);
            int lowAge = series.lows.age(window);
            double factor = 100.0 / period;
            values[first] = factor * (period - highAge);
            values[first + 1] = factor * (period - lowAge);
            values[first + 2] = factor * (lowAge - highAge);
        }
    }
}
