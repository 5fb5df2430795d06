package io.candlewick.streams.domain.indicator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a whole series, one row of numbers a column, NaN where a value is absent. */
final class Columns {

    private Columns() {}

    /** What our series says of the bars, taken one by one. */
    static Map<String, double[]> of(IndicatorPlan plan, List<IndicatorBar> bars) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        plan.columns().forEach(column -> columns.put(column.name(), new double[bars.size()]));
        List<double[]> rows = new ArrayList<>(columns.values());
        IndicatorSeries series = plan.newSeries();
        double[] values = new double[rows.size()];
        for (int row = 0; row < bars.size(); row++) {
            series.next(bars.get(row), values);
            for (int column = 0; column < values.length; column++) {
                rows.get(column)[row] = values[column];
            }
        }
        return columns;
    }
}
