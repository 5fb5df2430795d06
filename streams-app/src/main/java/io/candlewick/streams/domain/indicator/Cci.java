package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/**
 * Commodity channel index of Lambert: how far the typical price is from its mean, in units of 0.015 mean deviations. Without deviation 0.
 *
 * <p><b>Cost</b>: {@code period} steps a bar. The mean deviation is the one thing here that no sum carries from window to window: when the
 * mean moves, each price's distance changes by itself.
 */
final class Cci implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "cci",
            "cci.lambert.v1",
            List.of(Parameter.bars("period", 2)),
            List.of(Output.after("cci", "period", 0)),
            List.of("20"),
            Cci::new);

    private static final double SCALE = 0.015;

    private final int period;
    private final WindowSum sum;

    private Cci(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.sum = new WindowSum(layout, period);
        layout.typicals(period + 1);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        sum.next(series.cells, series.typicals, series.barsSeen);
        if (series.barsSeen < period) {
            return;
        }
        double deviations = 0;
        for (int back = 0; back < period; back++) {
            deviations += Math.abs(sum.scaledDistance(series.cells, series.typicals.at(back)));
        }
        double distance = sum.scaledDistance(series.cells, series.typicals.at(0));
        // The ratio first: prices may be so small that a hundredth of them is none.
        values[first] = deviations == 0 ? 0 : distance / deviations * (period / SCALE);
    }
}
