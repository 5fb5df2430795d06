package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.GrowingBytes;
import io.candlewick.connect.sink.RowEncoder;
import io.candlewick.market.Bar;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows in ClickHouse's RowBinary format.
 *
 * <p><b>Shape</b>: fields one after another, little-endian; a text is its length (LEB128) and its bytes; a nullable field is a byte,
 * 1 for null, before its value. <b>Units</b>: {@code DateTime64(6)} is microseconds since the epoch. <b>Source</b>: ClickHouse, "Formats
 * for input and output data", RowBinary. It is the form rows wait in; they are sent as a {@link NativeBlock}. <b>Thread</b>: one.
 */
final class RowBinary implements RowEncoder {

    private static final int PRESENT = 0;
    private static final int NULL = 1;

    private final GrowingBytes out;
    /* A column is of the same type in every row, see FieldWriter. */
    private @Nullable ColumnType[] types = new ColumnType[0];
    private int column;

    RowBinary(GrowingBytes out) {
        this.out = out;
    }

    /** What the columns of the rows are; known once one was written to its end. */
    List<ColumnType> types() {
        return Arrays.stream(types).map(Objects::requireNonNull).toList();
    }

    @Override
    public void beginRow(int columns) {
        if (types.length != columns) {
            types = new ColumnType[columns];
        }
        column = 0;
    }

    private void is(ColumnType type) {
        types[column++] = type;
    }

    /** Whether a value follows. */
    private boolean isPresent(ColumnType type, boolean isThere) {
        is(type);
        out.int8(isThere ? PRESENT : NULL);
        return isThere;
    }

    @Override
    public void text(byte[] utf8, int from, int length) {
        is(ColumnType.TEXT);
        append(utf8, from, length);
    }

    private void append(byte[] utf8, int from, int length) {
        out.int32Var(length);
        out.append(utf8, from, length);
    }

    @Override
    public void nullableText(byte @Nullable [] utf8, int from, int length) {
        is(ColumnType.NULLABLE_TEXT);
        if (utf8 == null) {
            out.int8(NULL);
        } else {
            out.int8(PRESENT);
            append(utf8, from, length);
        }
    }

    @Override
    public void text(String value) {
        is(ColumnType.TEXT);
        out.sizedTextVar(value);
    }

    @Override
    public void nullableText(@Nullable String value) {
        is(ColumnType.NULLABLE_TEXT);
        if (value == null) {
            out.int8(NULL);
        } else {
            out.int8(PRESENT);
            out.sizedTextVar(value);
        }
    }

    @Override
    public void int64(long value) {
        is(ColumnType.INT64);
        out.int64Little(value);
    }

    @Override
    public void int32(int value) {
        is(ColumnType.INT32);
        out.int32Little(value);
    }

    @Override
    public void nullableInt64(long value) {
        if (isPresent(ColumnType.NULLABLE_INT64, value != NO_NUMBER)) {
            out.int64Little(value);
        }
    }

    @Override
    public void nullableInt32(long value) {
        if (isPresent(ColumnType.NULLABLE_INT32, value != NO_NUMBER)) {
            out.int32Little((int) value);
        }
    }

    @Override
    public void float64(double value) {
        is(ColumnType.FLOAT64);
        out.int64Little(Double.doubleToLongBits(value));
    }

    @Override
    public void nullableFloat64(double value) {
        if (isPresent(ColumnType.NULLABLE_FLOAT64, !Double.isNaN(value))) {
            out.int64Little(Double.doubleToLongBits(value));
        }
    }

    @Override
    public void bool(boolean value) {
        is(ColumnType.BOOL);
        out.int8(value ? 1 : 0);
    }

    @Override
    public void time(long valueUs) {
        is(ColumnType.TIME);
        out.int64Little(valueUs);
    }

    @Override
    public void nullableTime(long valueUs) {
        if (isPresent(ColumnType.NULLABLE_TIME, valueUs != Bar.NO_TIME)) {
            out.int64Little(valueUs);
        }
    }
}
