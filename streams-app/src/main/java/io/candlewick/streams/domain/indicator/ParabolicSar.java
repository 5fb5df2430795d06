package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/**
 * Parabolic stop and reverse of Wilder: a stop that follows the trend, the faster the longer it makes new extremes, and changes sides when a
 * bar touches it.
 *
 * <p>The first trend is down if the second bar's low fell by more than its high rose, else up; its stop is the first bar's high or low.
 */
final class ParabolicSar implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "parabolic_sar",
            "parabolic_sar.wilder.v1",
            List.of(Parameter.factor("step", "0.0001", "1"), Parameter.factor("most", "0.0001", "1")),
            List.of(new Output("parabolic_sar", parameters -> 2)),
            List.of("0.02,0.2"),
            ParabolicSar::new);

    private final double step;
    private final double most;
    private final int rising;
    private final int factor;
    private final int extreme;
    private final int stop;

    private ParabolicSar(Layout layout, Parameters parameters) {
        this.step = parameters.number("step");
        this.most = parameters.number("most");
        if (step > most) {
            throw new IllegalArgumentException("step=" + step + " is greater than most=" + most);
        }
        this.rising = layout.cells(1);
        this.factor = layout.cells(1);
        this.extreme = layout.cells(1);
        this.stop = layout.cells(1);
        layout.highsAndLows(2);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        if (series.barsSeen == 1) {
            return;
        }
        IndicatorBar bar = series.bar;
        double highBefore = series.highs.ring().at(1);
        double lowBefore = series.lows.ring().at(1);
        if (series.barsSeen == 2) {
            begin(series.cells, bar, highBefore, lowBefore);
            highBefore = bar.high();
            lowBefore = bar.low();
        }
        // The stop may not lie within the last two bars.
        double ceiling = Math.min(lowBefore, bar.low());
        double floor = Math.max(highBefore, bar.high());
        values[first] = series.cells[rising] == 1
                ? follow(series.cells, bar.high(), bar.low(), floor, ceiling)
                : followDown(series.cells, bar.high(), bar.low(), floor, ceiling);
    }

    private void begin(double[] cells, IndicatorBar bar, double highBefore, double lowBefore) {
        double down = lowBefore - bar.low();
        boolean falls = down > 0 && bar.high() - highBefore < down;
        cells[rising] = falls ? 0 : 1;
        cells[factor] = step;
        cells[extreme] = falls ? bar.low() : bar.high();
        cells[stop] = falls ? highBefore : lowBefore;
    }

    private double follow(double[] cells, double high, double low, double floor, double ceiling) {
        if (low <= cells[stop]) {
            double reversed = Math.max(cells[extreme], floor);
            turn(cells, 0, low, reversed);
            cells[stop] = Math.max(cells[stop], floor);
            return reversed;
        }
        double said = cells[stop];
        if (high > cells[extreme]) {
            reach(cells, high);
        }
        cells[stop] = Math.min(moved(cells), ceiling);
        return said;
    }

    private double followDown(double[] cells, double high, double low, double floor, double ceiling) {
        if (high >= cells[stop]) {
            double reversed = Math.min(cells[extreme], ceiling);
            turn(cells, 1, high, reversed);
            cells[stop] = Math.min(cells[stop], ceiling);
            return reversed;
        }
        double said = cells[stop];
        if (low < cells[extreme]) {
            reach(cells, low);
        }
        cells[stop] = Math.max(moved(cells), floor);
        return said;
    }

    private void turn(double[] cells, double direction, double price, double from) {
        cells[rising] = direction;
        cells[factor] = step;
        cells[extreme] = price;
        cells[stop] = from;
        cells[stop] = moved(cells);
    }

    private void reach(double[] cells, double price) {
        cells[extreme] = price;
        cells[factor] = Math.min(cells[factor] + step, most);
    }

    private double moved(double[] cells) {
        return cells[stop] + cells[factor] * (cells[extreme] - cells[stop]);
    }
}
