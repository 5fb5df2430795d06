package io.candlewick.chaos;

import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.places.BarPlace;
import io.candlewick.places.BarRange;
import io.candlewick.places.BarRow;
import io.candlewick.places.IndicatorPlace;
import io.candlewick.places.IndicatorReading;
import io.candlewick.places.PlaceException;
import io.candlewick.streams.domain.indicator.IndicatorBar;
import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.domain.indicator.IndicatorSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds the indicator values of a place against a batch computation over the bars of that place, to the last bit. */
public final class IndicatorCheck {

    private static final IndicatorPlan PLAN = IndicatorPlan.standard();

    private IndicatorCheck() {}

    /**
     * Compares every set of values of a series.
     *
     * @param range the series, from its first bar on
     * @param bars where its bars are read
     * @param indicators where its values are read
     * @param instrument whose calendar says when a session begins
     * @return what differs, a line a bar; empty if nothing does
     * @throws PlaceException if a place cannot be read
     */
    public static List<String> differences(
            BarRange range, BarPlace bars, IndicatorPlace indicators, Instrument instrument) throws PlaceException {
        NavigableMap<Long, Map<String, Double>> batch = batch(bars.read(range), instrument);
        NavigableMap<Long, Map<String, Double>> stored = new TreeMap<>();
        for (IndicatorReading reading : indicators.read(range)) {
            stored.put(reading.startTimeUs(), reading.values());
        }
        List<String> differences = new ArrayList<>();
        TreeSet<Long> starts = new TreeSet<>(batch.keySet());
        starts.addAll(stored.keySet());
        for (long startUs : starts) {
            Map<String, Double> wanted = batch.get(startUs);
            Map<String, Double> found = stored.get(startUs);
            if (wanted == null || !wanted.equals(found)) {
                differences.add(Times.instant(startUs) + ": indicators are " + wanted + " by batch, " + found + " in "
                        + indicators.name());
            }
        }
        return differences;
    }

    private static NavigableMap<Long, Map<String, Double>> batch(List<BarRow> bars, Instrument instrument) {
        NavigableMap<Long, Map<String, Double>> batch = new TreeMap<>();
        IndicatorSeries series = PLAN.newSeries();
        double[] values = new double[PLAN.columns().size()];
        for (BarRow bar : bars) {
            series.next(
                    new IndicatorBar(
                            bar.startTimeUs(),
                            instrument.calendar().startOf(Timeframe.D1, bar.startTimeUs()),
                            number(bar, "open"),
                            number(bar, "high"),
                            number(bar, "low"),
                            number(bar, "close"),
                            number(bar, "volume")),
                    values);
            Map<String, Double> present = new TreeMap<>();
            for (int column = 0; column < values.length; column++) {
                if (!Double.isNaN(values[column])) {
                    present.put(PLAN.columns().get(column).name(), values[column]);
                }
            }
            batch.put(bar.startTimeUs(), present);
        }
        return batch;
    }

    private static double number(BarRow bar, String field) {
        return bar.value(field) instanceof Double number ? number : Double.NaN;
    }
}
