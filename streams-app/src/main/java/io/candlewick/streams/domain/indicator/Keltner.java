package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/** Keltner channel: the exponential mean of the close, and so many average true ranges above and below it. */
final class Keltner implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "keltner",
            "keltner.ema_atr.v1",
            List.of(
                    Parameter.bars("period", 1),
                    Parameter.bars("atr_period", 1),
                    Parameter.factor("multiplier", "0.01", "100")),
            List.of(
                    new Output("keltner_upper", Keltner::firstBar),
                    new Output("keltner_middle", Keltner::firstBar),
                    new Output("keltner_lower", Keltner::firstBar)),
            List.of("20,10,2"),
            Keltner::new);

    private final int warmUp;
    private final double multiplier;
    private final RecursiveMean mean;
    private final RecursiveMean range;

    private Keltner(Layout layout, Parameters parameters) {
        this.warmUp = firstBar(parameters);
        this.multiplier = parameters.number("multiplier");
        this.mean = RecursiveMean.exponential(layout, parameters.whole("period"));
        this.range = Atr.mean(layout, parameters.whole("atr_period"));
    }

    private static int firstBar(Parameters parameters) {
        return Math.max(parameters.whole("period"), parameters.whole("atr_period") + 1);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        double middle = mean.next(series.cells, series.bar.close(), series.barsSeen);
        double half = Atr.next(range, series) * multiplier;
        if (series.barsSeen >= warmUp) {
            values[first] = middle + half;
            values[first + 1] = middle;
            values[first + 2] = middle - half;
        }
    }
}
