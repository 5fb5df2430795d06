package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/**
 * Moving average convergence divergence: a fast less a slow exponential mean of the close, its own mean as the signal, and what is
 * between them. The fast mean is seeded so late that it starts with the slow one, and nothing is said before all three are there.
 */
final class Macd implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "macd",
            "macd.joint_seed.v1",
            List.of(Parameter.bars("fast", 2), Parameter.bars("slow", 2), Parameter.bars("signal", 1)),
            List.of(
                    new Output("macd", Macd::firstBar),
                    new Output("macd_signal", Macd::firstBar),
                    new Output("macd_histogram", Macd::firstBar)),
            List.of("12,26,9"),
            Macd::new);

    private final int fastPeriod;
    private final int slowPeriod;
    private final int signalPeriod;
    private final RecursiveMean fast;
    private final RecursiveMean slow;
    private final RecursiveMean signal;

    private Macd(Layout layout, Parameters parameters) {
        this.fastPeriod = parameters.whole("fast");
        this.slowPeriod = parameters.whole("slow");
        this.signalPeriod = parameters.whole("signal");
        if (fastPeriod >= slowPeriod) {
            throw new IllegalArgumentException("fast=" + fastPeriod + " is not less than slow=" + slowPeriod);
        }
        this.fast = RecursiveMean.exponential(layout, fastPeriod);
        this.slow = RecursiveMean.exponential(layout, slowPeriod);
        this.signal = RecursiveMean.exponential(layout, signalPeriod);
    }

    private static int firstBar(Parameters parameters) {
        return parameters.whole("slow") + parameters.whole("signal") - 1;
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        double close = series.bar.close();
        long sinceFast = series.barsSeen - (slowPeriod - fastPeriod);
        if (sinceFast > 0) {
            fast.next(series.cells, close, sinceFast);
        }
        slow.next(series.cells, close, series.barsSeen);
        long differences = series.barsSeen - slowPeriod + 1;
        if (differences < 1) {
            return;
        }
        double difference = fast.mean(series.cells) - slow.mean(series.cells);
        double mean = signal.next(series.cells, difference, differences);
        if (differences >= signalPeriod) {
            values[first] = difference;
            values[first + 1] = mean;
            values[first + 2] = difference - mean;
        }
    }
}
