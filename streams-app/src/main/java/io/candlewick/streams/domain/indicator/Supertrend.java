package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/**
 * Supertrend: a band so many average true ranges below the bars' middle while the trend rises, above it while it falls, which only moves with
 * the trend and ends when a bar closes beyond it. The direction is 1 or -1.
 *
 * <p>The first trend rises if the bar closes at or above its middle. A band gives way when the close before was beyond it.
 */
final class Supertrend implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "supertrend",
            "supertrend.wilder_atr.v1",
            List.of(Parameter.bars("period", 1), Parameter.factor("multiplier", "0.01", "100")),
            List.of(Output.after("supertrend", "period", 1), Output.after("supertrend_direction", "period", 1)),
            List.of("10,3"),
            Supertrend::new);

    private final int period;
    private final double multiplier;
    private final RecursiveMean range;
    private final int upper;
    private final int lower;
    private final int direction;

    private Supertrend(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.multiplier = parameters.number("multiplier");
        this.range = Atr.mean(layout, period);
        this.upper = layout.cells(1);
        this.lower = layout.cells(1);
        this.direction = layout.cells(1);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        double half = Atr.next(range, series) * multiplier;
        if (series.barsSeen <= period) {
            return;
        }
        double[] cells = series.cells;
        double close = series.bar.close();
        double middle = (series.bar.high() + series.bar.low()) / 2;
        double closeBefore = series.closes.at(1);
        boolean begins = series.barsSeen == period + 1L;
        if (begins) {
            cells[direction] = close >= middle ? 1 : -1;
        }
        if (begins || middle + half < cells[upper] || closeBefore > cells[upper]) {
            cells[upper] = middle + half;
        }
        if (begins || middle - half > cells[lower] || closeBefore < cells[lower]) {
            cells[lower] = middle - half;
        }
        boolean falls = close <= (cells[direction] > 0 ? cells[lower] : cells[upper]);
        cells[direction] = falls ? -1 : 1;
        values[first] = falls ? cells[upper] : cells[lower];
        values[first + 1] = cells[direction];
    }
}
