package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/**
 * Average directional movement index of Wilder with its two directional indicators.
 *
 * <p>The sums of directional movement and true range are seeded with the first {@code period - 1} movements, as TA-Lib seeds them; the
 * index is the smoothed difference of the indicators as a part of their sum. A bar without range leaves the index as it was.
 */
final class Adx implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "adx",
            "adx.wilder_short_seed.v1",
            List.of(Parameter.bars("period", 2)),
            List.of(
                    new Output("adx", parameters -> 2 * parameters.whole("period")),
                    Output.after("plus_di", "period", 1),
                    Output.after("minus_di", "period", 1)),
            List.of("14"),
            Adx::new);

    private final int period;
    private final int plus;
    private final int minus;
    private final int range;
    private final int index;

    private Adx(Layout layout, Parameters parameters) {
        this.period = parameters.whole("period");
        this.plus = layout.cells(1);
        this.minus = layout.cells(1);
        this.range = layout.cells(1);
        this.index = layout.cells(1);
        layout.closes(2);
        layout.highsAndLows(2);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        long movements = series.barsSeen - 1;
        if (movements == 0) {
            return;
        }
        addMovement(series, movements);
        if (movements < period) {
            return;
        }
        double[] cells = series.cells;
        double plusIndicator = cells[range] == 0 ? 0 : 100 * (cells[plus] / cells[range]);
        double minusIndicator = cells[range] == 0 ? 0 : 100 * (cells[minus] / cells[range]);
        addIndex(cells, plusIndicator, minusIndicator, movements - period + 1);
        if (movements >= 2L * period - 1) {
            values[first] = cells[index];
        }
        values[first + 1] = plusIndicator;
        values[first + 2] = minusIndicator;
    }

    private void addMovement(IndicatorSeries series, long movements) {
        double[] cells = series.cells;
        if (movements >= period) {
            cells[plus] -= cells[plus] / period;
            cells[minus] -= cells[minus] / period;
            cells[range] -= cells[range] / period;
        }
        double up = series.bar.high() - series.highs.ring().at(1);
        double down = series.lows.ring().at(1) - series.bar.low();
        if (down > 0 && up < down) {
            cells[minus] += down;
        } else if (up > 0 && up > down) {
            cells[plus] += up;
        }
        cells[range] += series.trueRange;
    }

    private void addIndex(double[] cells, double plusIndicator, double minusIndicator, long ordinal) {
        double sum = plusIndicator + minusIndicator;
        double part = sum == 0 ? 0 : 100 * (Math.abs(minusIndicator - plusIndicator) / sum);
        if (ordinal < period) {
            cells[index] += part;
        } else if (ordinal == period) {
            cells[index] = (cells[index] + part) / period;
        } else if (sum != 0) {
            cells[index] = (cells[index] * (period - 1) + part) / period;
        }
    }
}
