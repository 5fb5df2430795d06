package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/**
 * Slow stochastic oscillator: where the close lies between the least low (0) and the greatest high (100) of the last bars, smoothed by a
 * plain mean (K), and that smoothed again (D). Nothing is said before both are there. A window without range counts as 0.
 */
final class Stochastic implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "stochastic",
            "stochastic.slow.v1",
            List.of(
                    Parameter.bars("period", 1),
                    Parameter.smoothing("k_smoothing"),
                    Parameter.smoothing("d_smoothing")),
            List.of(new Output("stochastic_k", Stochastic::firstBar), new Output("stochastic_d", Stochastic::firstBar)),
            List.of("14,3,3"),
            Stochastic::new);

    private final int period;
    private final int kSmoothing;
    private final int dSmoothing;
    private final int window;
    private final SmoothedMean kMean;
    private final SmoothedMean dMean;

    private Stochastic(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.kSmoothing = parameters.whole("k_smoothing");
        this.dSmoothing = parameters.whole("d_smoothing");
        this.window = layout.window(period);
        this.kMean = new SmoothedMean(layout, kSmoothing);
        this.dMean = new SmoothedMean(layout, dSmoothing);
    }

    private static int firstBar(Parameters parameters) {
        return parameters.whole("period") + parameters.whole("k_smoothing") + parameters.whole("d_smoothing") - 2;
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        long fastValues = series.barsSeen - period + 1;
        if (fastValues < 1) {
            return;
        }
        double least = series.lows.of(window);
        double range = series.highs.of(window) - least;
        double fast = range == 0 ? 0 : (series.bar.close() - least) / range * 100;
        double k = kMean.next(series.cells, fast, fastValues);
        long kValues = fastValues - kSmoothing + 1;
        if (kValues < 1) {
            return;
        }
        double d = dMean.next(series.cells, k, kValues);
        if (kValues >= dSmoothing) {
            values[first] = k;
            values[first + 1] = d;
        }
    }
}
