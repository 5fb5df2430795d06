package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/**
 * Money flow index: the part that rising bars have in the last bars' money flow, typical price times volume, times 100. A bar whose typical
 * price did not change has no flow; without any flow 0.
 */
final class Mfi implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "mfi",
            "mfi.window.v1",
            List.of(Parameter.bars("period", 2)),
            List.of(Output.after("mfi", "period", 1)),
            List.of("14"),
            Mfi::new);

    private final int period;
    private final PreciseSum rising;
    private final PreciseSum falling;

    private Mfi(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.rising = new PreciseSum(layout);
        this.falling = new PreciseSum(layout);
        layout.typicals(period + 2);
        layout.volumes(period + 1);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        long flows = series.barsSeen - 1;
        if (flows == 0) {
            return;
        }
        double[] cells = series.cells;
        enter(series, 0);
        if (flows > period && (leaves(series, period) || series.typicals.beginsRound())) {
            rising.clear(cells);
            falling.clear(cells);
            for (int back = period - 1; back >= 0; back--) {
                enter(series, back);
            }
        }
        if (flows >= period) {
            double up = rising.high(cells);
            double all = up + falling.high(cells);
            values[first] = all == 0 ? 0 : 100 * (up / all);
        }
    }

    private void enter(IndicatorSeries series, int back) {
        double change = series.typicals.at(back) - series.typicals.at(back + 1);
        if (change != 0) {
            (change > 0 ? rising : falling).enter(series.cells, flow(series, back));
        }
    }

    private boolean leaves(IndicatorSeries series, int back) {
        double change = series.typicals.at(back) - series.typicals.at(back + 1);
        return change != 0 && (change > 0 ? rising : falling).leave(series.cells, flow(series, back));
    }

    private static double flow(IndicatorSeries series, int back) {
        return series.typicals.at(back) * series.volumes.at(back);
    }
}
