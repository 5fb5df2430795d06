package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/**
 * Bollinger bands: the mean of the last closes and so many population deviations above and below it; where the close lies between the
 * bands (0 the lower, 1 the upper); and their distance as a part of the mean.
 */
final class Bollinger implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "bollinger",
            "bollinger.population.v1",
            List.of(Parameter.bars("period", 2), Parameter.factor("deviations", "0.01", "100")),
            List.of(
                    Output.after("bollinger_upper", "period", 0),
                    Output.after("bollinger_middle", "period", 0),
                    Output.after("bollinger_lower", "period", 0),
                    Output.after("bollinger_percent_b", "period", 0),
                    Output.after("bollinger_bandwidth", "period", 0)),
            List.of("20,2"),
            Bollinger::new);

    private final int period;
    private final double deviations;
    private final WindowSum sum;
    private final WindowVariance variance;

    private Bollinger(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.deviations = parameters.number("deviations");
        this.sum = new WindowSum(layout, period);
        this.variance = new WindowVariance(layout, period);
        layout.closes(period + 1);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        sum.next(series.cells, series.closes, series.barsSeen);
        variance.next(series.cells, series.closes, series.barsSeen);
        if (series.barsSeen < period) {
            return;
        }
        double middle = sum.mean(series.cells);
        double half = variance.deviation(series.cells) * deviations;
        values[first] = middle + half;
        values[first + 1] = middle;
        values[first + 2] = middle - half;
        // From the sums, not from the rounded bands: those lose digits when they are narrow. Bands without distance
        // have the close
        // on all three of them: the middle.
        double above = sum.scaledDistance(series.cells, series.bar.close());
        double scaledHalf = variance.scaledDeviation(series.cells) * deviations;
        values[first + 3] = scaledHalf == 0 ? 0.5 : 0.5 + above / scaledHalf / 2;
        values[first + 4] = 2 * half / middle;
    }
}
