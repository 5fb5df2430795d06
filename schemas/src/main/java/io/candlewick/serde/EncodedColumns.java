package io.candlewick.serde;

import io.candlewick.market.IndicatorColumn;
import java.util.List;

/** Indicator columns, and of each the bytes that stand before its value (its name) and after it (its formula and parameters). */
final class EncodedColumns {

    static final EncodedColumns NONE = new EncodedColumns(List.of());

    private final List<IndicatorColumn> columns;
    private final byte[][] names;
    private final byte[][] formulas;

    /**
     * Encodes some columns.
     *
     * @param columns the columns; not copied
     */
    EncodedColumns(List<IndicatorColumn> columns) {
        this.columns = columns;
        this.names = new byte[columns.size()][];
        this.formulas = new byte[columns.size()][];
        AvroWriter texts = new AvroWriter();
        for (int index = 0; index < names.length; index++) {
            IndicatorColumn column = columns.get(index);
            texts.clear();
            texts.writeString(column.name());
            names[index] = texts.toBytes();
            texts.clear();
            texts.writeString(column.formulaId());
            texts.writeString(column.parameters());
            formulas[index] = texts.toBytes();
        }
    }

    List<IndicatorColumn> columns() {
        return columns;
    }

    int size() {
        return names.length;
    }

    void writeValue(int index, double value, AvroWriter out) {
        out.writeRawBytes(names[index], 0, names[index].length);
        out.writeDouble(value);
        out.writeRawBytes(formulas[index], 0, formulas[index].length);
    }

    /** Whether a value of that column stands next; the reader stays where it is. */
    boolean isNext(int index, AvroReader in) {
        return index < names.length
                && in.holds(names[index], 0)
                && in.holds(formulas[index], names[index].length + Double.BYTES);
    }

    /** Reads a value that {@link #isNext}. */
    double readValue(int index, AvroReader in) {
        in.skip(names[index].length);
        double value = in.readDouble();
        in.skip(formulas[index].length);
        return value;
    }
}
