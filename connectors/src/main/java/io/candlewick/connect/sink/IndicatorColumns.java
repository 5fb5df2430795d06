package io.candlewick.connect.sink;

import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The indicator columns a table has, as far as a writer knows.
 *
 * <p><b>Thread</b>: the task's. <b>Cost</b>: bars that carry the list of columns seen last cost one comparison.
 */
public final class IndicatorColumns {

    private final Map<String, IndicatorColumn> known = new LinkedHashMap<>();
    private List<IndicatorColumn> lastSeen = List.of();
    private final IndicatorRow mapper;

    /**
     * Columns that are in the table already.
     *
     * @param columns in the table's order; one without a formula on record has empty texts
     */
    public IndicatorColumns(List<IndicatorColumn> columns) {
        columns.forEach(column -> known.put(column.name(), column));
        mapper = new IndicatorRow(List.copyOf(known.keySet()));
    }

    /**
     * The columns of some rows that the table lacks, or has with another formula.
     *
     * @param rows rows to be written
     * @return the columns to add or to restate; empty if there is nothing to do
     */
    public List<IndicatorColumn> missing(List<Row<IndicatorValues>> rows) {
        Map<String, IndicatorColumn> missing = new LinkedHashMap<>();
        for (Row<IndicatorValues> row : rows) {
            List<IndicatorColumn> carried = row.value().columns();
            if (carried != lastSeen) {
                for (IndicatorColumn column : carried) {
                    if (!column.equals(known.get(column.name()))) {
                        missing.put(column.name(), column);
                    }
                }
                lastSeen = carried;
            }
        }
        return new ArrayList<>(missing.values());
    }

    /**
     * Of some columns those whose name the table has, so that only their formula is new.
     *
     * @param columns as {@link #missing} gave them
     * @return those that need not be added
     */
    public List<IndicatorColumn> present(List<IndicatorColumn> columns) {
        return columns.stream()
                .filter(column -> known.containsKey(column.name()))
                .toList();
    }

    /**
     * The same after columns were added or restated.
     *
     * @param columns as {@link #missing} gave them
     * @return these and those
     */
    public IndicatorColumns and(List<IndicatorColumn> columns) {
        Map<String, IndicatorColumn> grown = new LinkedHashMap<>(known);
        columns.forEach(column -> grown.put(column.name(), column));
        return new IndicatorColumns(List.copyOf(grown.values()));
    }

    /**
     * How rows fill the table's columns.
     *
     * @return the mapper for the columns that are known
     */
    public RowMapper<IndicatorValues> mapper() {
        return mapper;
    }
}
