package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/**
 * Weighted moving average: the newest close counts {@code period} times, the oldest once.
 *
 * <p>Kept as two sums, the plain and the weighted one; when the window moves, every close in it loses one weight, which is the plain sum.
 */
final class Wma implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "wma",
            "wma.linear.v1",
            List.of(Parameter.bars("period", 1)),
            List.of(Output.after("wma", "period", 0)),
            List.of("20"),
            Wma::new);

    private final int period;
    private final PreciseSum plain;
    private final PreciseSum weighted;

    private Wma(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.plain = new PreciseSum(layout);
        this.weighted = new PreciseSum(layout);
        layout.closes(period + 1);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        double[] cells = series.cells;
        if (series.barsSeen <= period) {
            add(cells, series.bar.close(), (int) series.barsSeen);
        } else {
            weighted.leaveSum(cells, plain);
            boolean collapsed = plain.leave(cells, series.closes.at(period));
            if (collapsed || series.closes.beginsRound()) {
                sumAnew(cells, series.closes);
            } else {
                add(cells, series.bar.close(), period);
            }
        }
        if (series.barsSeen >= period) {
            values[first] = weighted.over(cells, period * (period + 1) / 2.0);
        }
    }

    private void sumAnew(double[] cells, Ring closes) {
        plain.clear(cells);
        weighted.clear(cells);
        for (int weight = 1; weight <= period; weight++) {
            add(cells, closes.at(period - weight), weight);
        }
    }

    private void add(double[] cells, double close, int weight) {
        plain.enter(cells, close);
        weighted.enterProduct(cells, close, weight);
    }
}
