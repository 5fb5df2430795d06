package io.candlewick.streams.stored;

import io.candlewick.avro.BarStatus;
import io.candlewick.market.BarKey;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import java.util.List;
import java.util.function.UnaryOperator;

/** The columns of an indicator row: the fixed ones first, then one a value, which are configuration and found in the table. */
final class IndicatorRows {

    /** What every row has, beside its values. */
    static final List<String> FIXED = List.of(
            "tenant",
            "symbol",
            "timeframe",
            "start_time",
            "end_time",
            "status",
            "revision",
            "version",
            "bars_seen",
            "stored_at");

    private final SeriesRange series;
    private final List<IndicatorColumn> columns;

    /** Rows whose values have those names. */
    IndicatorRows(SeriesRange series, List<String> names) {
        this.series = series;
        this.columns =
                names.stream().map(name -> new IndicatorColumn(name, "", "")).toList();
    }

    /** The fixed columns that {@link #values} reads, as a SELECT lists them. */
    static String select(UnaryOperator<String> microseconds) {
        return microseconds.apply("start_time") + " AS start_us, " + microseconds.apply("end_time") + " AS end_us, "
                + "status, revision, version, bars_seen";
    }

    /** How many columns {@link #select} lists. */
    static int selected() {
        return 6;
    }

    <E extends Exception> IndicatorValues values(FieldReader<E> in) throws E {
        BarKey key = new BarKey(series.tenant(), series.symbol(), series.timeframe(), in.whole());
        long endTimeUs = in.whole();
        BarStatus status = BarStatus.valueOf(in.text());
        int revision = (int) in.whole();
        IndicatorValues.Origin bar = new IndicatorValues.Origin(key, endTimeUs, status, revision, in.whole());
        long barsSeen = in.whole();
        double[] values = new double[columns.size()];
        for (int index = 0; index < values.length; index++) {
            values[index] = in.number();
        }
        return new IndicatorValues(bar, barsSeen, columns, values);
    }
}
