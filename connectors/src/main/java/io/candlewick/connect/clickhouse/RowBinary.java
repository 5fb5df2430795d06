package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.GrowingBytes;
import io.candlewick.connect.sink.RowEncoder;
import io.candlewick.market.Bar;
import org.jspecify.annotations.Nullable;

/**
 * Rows in ClickHouse's RowBinary format.
 *
 * <p><b>Shape</b>: fields one after another, little-endian; a text is its length (LEB128) and its bytes; a nullable field is a byte,
 * 1 for null, before its value. <b>Units</b>: {@code DateTime64(6)} is microseconds since the epoch. <b>Source</b>: ClickHouse, "Formats
 * for input and output data", RowBinary. <b>Thread</b>: one.
 */
final class RowBinary implements RowEncoder {

    private static final int PRESENT = 0;
    private static final int NULL = 1;

    private final GrowingBytes out;

    RowBinary(GrowingBytes out) {
        this.out = out;
    }

    @Override
    public void beginRow(int columns) {
        // Rows follow one another without a mark.
    }

    @Override
    public void text(byte[] utf8, int from, int length) {
        out.int32Var(length);
        out.append(utf8, from, length);
    }

    @Override
    public void nullableText(byte @Nullable [] utf8, int from, int length) {
        if (utf8 == null) {
            out.int8(NULL);
        } else {
            out.int8(PRESENT);
            text(utf8, from, length);
        }
    }

    @Override
    public void text(String value) {
        out.sizedTextVar(value);
    }

    @Override
    public void nullableText(@Nullable String value) {
        if (value == null) {
            out.int8(NULL);
        } else {
            out.int8(PRESENT);
            out.sizedTextVar(value);
        }
    }

    @Override
    public void int64(long value) {
        out.int64Little(value);
    }

    @Override
    public void int32(int value) {
        out.int32Little(value);
    }

    @Override
    public void nullableInt64(long value) {
        if (value == NO_NUMBER) {
            out.int8(NULL);
        } else {
            out.int8(PRESENT);
            int64(value);
        }
    }

    @Override
    public void nullableInt32(long value) {
        if (value == NO_NUMBER) {
            out.int8(NULL);
        } else {
            out.int8(PRESENT);
            int32((int) value);
        }
    }

    @Override
    public void float64(double value) {
        out.int64Little(Double.doubleToLongBits(value));
    }

    @Override
    public void nullableFloat64(double value) {
        if (Double.isNaN(value)) {
            out.int8(NULL);
        } else {
            out.int8(PRESENT);
            float64(value);
        }
    }

    @Override
    public void bool(boolean value) {
        out.int8(value ? 1 : 0);
    }

    @Override
    public void time(long valueUs) {
        out.int64Little(valueUs);
    }

    @Override
    public void nullableTime(long valueUs) {
        if (valueUs == Bar.NO_TIME) {
            out.int8(NULL);
        } else {
            out.int8(PRESENT);
            out.int64Little(valueUs);
        }
    }
}
