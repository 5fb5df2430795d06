package io.candlewick.connect.sink;

import io.candlewick.market.BarKey;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The indicator values of a bar as a row: the fixed fields of {@code IndicatorSet.avsc}, then one column a value.
 *
 * <p>A column the bar has no value for is null. <b>Cost</b>: which value fills which column is worked out once for as long as the bars
 * carry the same list of columns.
 */
public final class IndicatorRow implements RowMapper<IndicatorValues> {

    /** What names a row; of several with one key the greatest {@code version} is kept, of equal ones the later written. */
    public static final List<String> KEY = BarRow.KEY;

    /** The columns every row has. */
    static final List<String> FIXED = List.of(
            "tenant", "symbol", "timeframe", "start_time", "end_time", "status", "revision", "version", "bars_seen");

    private static final String STORED_AT = "stored_at";
    private static final int NONE = -1;

    private final List<String> names;
    private final List<String> columns;
    private final int[] sources;
    private List<IndicatorColumn> laidOutFor = List.of();

    IndicatorRow(List<String> names) {
        this.names = List.copyOf(names);
        this.columns = new ArrayList<>(FIXED);
        this.columns.addAll(names);
        this.sources = new int[names.size()];
        Arrays.fill(sources, NONE);
    }

    /**
     * Whether a column is no indicator.
     *
     * @param column its name
     * @return true for the fields every row has, and for what the database fills in itself
     */
    public static boolean isFixed(String column) {
        return FIXED.contains(column) || column.equals(STORED_AT);
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public void map(Row<IndicatorValues> row, FieldWriter fields) {
        IndicatorValues set = row.value();
        BarKey key = set.key();
        fields.text(key.tenant());
        fields.text(key.symbol().text());
        fields.text(key.timeframe().code());
        fields.time(key.startTimeUs());
        fields.time(set.endTimeUs());
        fields.text(set.status().name());
        fields.int32(set.revision());
        fields.int64(set.version());
        fields.int64(set.barsSeen());
        if (set.columns() != laidOutFor) {
            layOut(set.columns());
        }
        for (int source : sources) {
            fields.nullableFloat64(source == NONE ? Double.NaN : set.value(source));
        }
    }

    private void layOut(List<IndicatorColumn> carried) {
        List<String> carriedNames = carried.stream().map(IndicatorColumn::name).toList();
        for (int index = 0; index < sources.length; index++) {
            sources[index] = carriedNames.indexOf(names.get(index));
        }
        laidOutFor = carried;
    }
}
