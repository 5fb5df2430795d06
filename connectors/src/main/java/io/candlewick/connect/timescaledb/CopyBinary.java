package io.candlewick.connect.timescaledb;

import io.candlewick.connect.sink.GrowingBytes;
import io.candlewick.connect.sink.RowEncoder;
import io.candlewick.market.Bar;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the binary format of PostgreSQL's COPY.
 *
 * <p><b>Shape</b>: {@code header | fields:i16 (length:i32 bytes)* ... | -1:i16}, big-endian, length -1 for null. <b>Units</b>: a
 * timestamptz is microseconds since 2000-01-01 UTC. <b>Source</b>: PostgreSQL 17, COPY, "Binary Format". <b>Thread</b>: one.
 */
final class CopyBinary implements RowEncoder {

    private static final byte[] SIGNATURE = "PGCOPY\n\u00FF\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final long POSTGRES_EPOCH_US = 946_684_800_000_000L;
    private static final int NULL = -1;

    private final GrowingBytes out;

    CopyBinary(GrowingBytes out) {
        this.out = out;
    }

    void begin() {
        out.append(SIGNATURE);
        out.int32Big(0);
        out.int32Big(0);
    }

    @Override
    public void beginRow(int columns) {
        out.int16Big(columns);
    }

    void end() {
        out.int16Big(-1);
    }

    @Override
    public void text(byte[] utf8, int from, int length) {
        out.sizedBig(utf8, from, length);
    }

    @Override
    public void nullableText(byte @Nullable [] utf8, int from, int length) {
        if (utf8 == null) {
            out.int32Big(NULL);
        } else {
            text(utf8, from, length);
        }
    }

    @Override
    public void text(String value) {
        out.sizedTextBig(value);
    }

    @Override
    public void nullableText(@Nullable String value) {
        if (value == null) {
            out.int32Big(NULL);
        } else {
            text(value);
        }
    }

    @Override
    public void int64(long value) {
        out.sizedInt64Big(value);
    }

    @Override
    public void int32(int value) {
        out.int32Big(Integer.BYTES);
        out.int32Big(value);
    }

    @Override
    public void nullableInt64(long value) {
        if (value == NO_NUMBER) {
            out.int32Big(NULL);
        } else {
            int64(value);
        }
    }

    @Override
    public void nullableInt32(long value) {
        if (value == NO_NUMBER) {
            out.int32Big(NULL);
        } else {
            int32((int) value);
        }
    }

    @Override
    public void float64(double value) {
        int64(Double.doubleToLongBits(value));
    }

    @Override
    public void nullableFloat64(double value) {
        if (Double.isNaN(value)) {
            out.int32Big(NULL);
        } else {
            float64(value);
        }
    }

    @Override
    public void bool(boolean value) {
        out.int32Big(1);
        out.int8(value ? 1 : 0);
    }

    @Override
    public void time(long valueUs) {
        int64(valueUs - POSTGRES_EPOCH_US);
    }

    @Override
    public void nullableTime(long valueUs) {
        if (valueUs == Bar.NO_TIME) {
            out.int32Big(NULL);
        } else {
            time(valueUs);
        }
    }
}
