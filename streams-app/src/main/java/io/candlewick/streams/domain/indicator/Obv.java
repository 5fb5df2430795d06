package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/** On-balance volume: the volume of rising bars less that of falling ones, from the first bar's volume on. */
final class Obv implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "obv",
            "obv.first_volume.v1",
            List.of(),
            List.of(new Output("obv", parameters -> 1)),
            List.of(""),
            Obv::new);

    private final PreciseSum sum;

    private Obv(Layout layout, Parameters parameters) {
        this.sum = new PreciseSum(layout);
        layout.closes(2);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        double change = series.barsSeen == 1 ? 1 : series.closes.at(0) - series.closes.at(1);
        if (change != 0) {
            sum.enter(series.cells, change > 0 ? series.bar.volume() : -series.bar.volume());
        }
        values[first] = sum.high(series.cells);
    }
}
