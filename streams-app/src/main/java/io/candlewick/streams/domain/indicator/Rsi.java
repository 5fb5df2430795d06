package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/** Relative strength index of Wilder: the gains' part in all changes of the close, both smoothed, times 100. */
final class Rsi implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "rsi",
            "rsi.wilder.v1",
            List.of(Parameter.bars("period", 2)),
            List.of(Output.after("rsi", "period", 1)),
            List.of("9", "14"),
            Rsi::new);

    private final int period;
    private final RecursiveMean gains;
    private final RecursiveMean losses;

    private Rsi(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.gains = RecursiveMean.wilder(layout, period);
        this.losses = RecursiveMean.wilder(layout, period);
        layout.closes(2);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        long changes = series.barsSeen - 1;
        if (changes == 0) {
            return;
        }
        double change = series.closes.at(0) - series.closes.at(1);
        double gain = gains.next(series.cells, Math.max(change, 0), changes);
        double loss = losses.next(series.cells, Math.max(-change, 0), changes);
        if (changes >= period) {
            // Without any change there is no strength either: 0, as TA-Lib has it.
            values[first] = gain + loss == 0 ? 0 : 100 * (gain / (gain + loss));
        }
    }
}
