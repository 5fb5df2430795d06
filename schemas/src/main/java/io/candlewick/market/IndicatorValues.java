package io.candlewick.market;

import io.candlewick.avro.BarStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The indicator values of one bar. Every field is described in {@code IndicatorSet.avsc}, whose names it shares.
 *
 * <p><b>Edges</b>: a value that is not warmed up yet is {@code NaN} here and not there on the wire. <b>Shape</b>: one value a column, in
 * the columns' order; the columns of one series are one list, shared by all its bars.
 */
public final class IndicatorValues {

    private final BarKey key;
    private final long endTimeUs;
    private final BarStatus status;
    private final int revision;
    private final long version;
    private final long barsSeen;
    private final List<IndicatorColumn> columns;
    private final double[] values;

    /**
     * Which bar the values belong to.
     *
     * @param key the bar's key
     * @param endTimeUs end of the bar, exclusive
     * @param status the bar's
     * @param revision the bar's
     * @param version the bar's
     */
    public record Origin(BarKey key, long endTimeUs, BarStatus status, int revision, long version) {

        /**
         * The origin of a bar's values.
         *
         * @param bar the bar
         * @return its key, end, status, revision and version
         */
        public static Origin of(Bar bar) {
            return new Origin(bar.key(), bar.endTimeUs(), bar.status(), bar.revision(), bar.version());
        }
    }

    /**
     * The values of a bar.
     *
     * @param bar the bar
     * @param barsSeen bars of the series up to and including this one
     * @param columns what the values are; not copied
     * @param values one a column, NaN where absent; not copied
     * @throws IllegalArgumentException if there are not as many values as columns
     */
    public IndicatorValues(Origin bar, long barsSeen, List<IndicatorColumn> columns, double[] values) {
        if (columns.size() != values.length) {
            throw new IllegalArgumentException(
                    bar.key() + ": " + values.length + " values for " + columns.size() + " columns");
        }
        this.key = bar.key();
        this.endTimeUs = bar.endTimeUs();
        this.status = bar.status();
        this.revision = bar.revision();
        this.version = bar.version();
        this.barsSeen = barsSeen;
        this.columns = columns;
        this.values = values;
    }

    /**
     * Key of the bar.
     *
     * @return tenant, symbol, timeframe and start
     */
    public BarKey key() {
        return key;
    }

    /**
     * End of the bar.
     *
     * @return microseconds since the epoch, exclusive
     */
    public long endTimeUs() {
        return endTimeUs;
    }

    /**
     * Status of the bar.
     *
     * @return FORMING: provisional values of the open bar
     */
    public BarStatus status() {
        return status;
    }

    /**
     * Revision of the bar the values were computed from.
     *
     * @return 0, one more for each correction
     */
    public int revision() {
        return revision;
    }

    /**
     * Version of the bar the values were computed from.
     *
     * @return the greater wins
     */
    public long version() {
        return version;
    }

    /**
     * Bars of this series up to and including this one.
     *
     * @return at least 1
     */
    public long barsSeen() {
        return barsSeen;
    }

    /**
     * What the values are.
     *
     * @return the columns, in the values' order
     */
    public List<IndicatorColumn> columns() {
        return columns;
    }

    /**
     * One value.
     *
     * @param index of its column
     * @return the value, NaN if it is absent
     */
    public double value(int index) {
        return values[index];
    }

    /**
     * The value of a column.
     *
     * @param name the column's name
     * @return the value, NaN if it is absent or there is no such column
     */
    public double value(String name) {
        for (int index = 0; index < values.length; index++) {
            if (columns.get(index).name().equals(name)) {
                return values[index];
            }
        }
        return Double.NaN;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IndicatorValues that
                && key.equals(that.key)
                && endTimeUs == that.endTimeUs
                && status == that.status
                && revision == that.revision
                && version == that.version
                && barsSeen == that.barsSeen
                && columns.equals(that.columns)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, version, Arrays.hashCode(values));
    }

    @Override
    public String toString() {
        return key + " v" + version + " " + Arrays.toString(values);
    }
}
