package io.candlewick.streams.domain.indicator;

import io.candlewick.streams.domain.indicator.IndicatorType.Output;
import java.util.List;

/**
 * Volume-weighted average price since the start of the trading day, of the bars' typical prices. Absent until the day has volume.
 *
 * <p>The day starts where the instrument's calendar has it start; the bar says when that was.
 */
final class SessionVwap implements Indicator {

    static final IndicatorType TYPE = new IndicatorType(
            "session_vwap",
            "vwap.session_typical.v1",
            List.of(),
            List.of(new Output("session_vwap", parameters -> 1)),
            List.of(""),
            SessionVwap::new);

    private final int session;
    private final PreciseSum turnover;
    private final PreciseSum volume;

    private SessionVwap(Layout layout, Parameters parameters) {
        this.session = layout.cells(1);
        this.turnover = new PreciseSum(layout);
        this.volume = new PreciseSum(layout);
    }

    @Override
    public void next(IndicatorSeries series, double[] values, int first) {
        double[] cells = series.cells;
        // Microseconds since the epoch are exact in a double until the year 2255.
        double start = series.bar.sessionStartUs();
        if (cells[session] != start) {
            cells[session] = start;
            turnover.clear(cells);
            volume.clear(cells);
        }
        turnover.enterProduct(cells, series.bar.typical(), series.bar.volume());
        volume.enter(cells, series.bar.volume());
        if (volume.high(cells) != 0) {
            values[first] = turnover.over(cells, volume.high(cells));
        }
    }
}
