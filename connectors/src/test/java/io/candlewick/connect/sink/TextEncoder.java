package io.candlewick.connect.sink;

import io.candlewick.market.Bar;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Rows as text, each field followed by a separator. */
public final class TextEncoder implements RowEncoder {

    public static final String SEPARATOR = "\u0001";

    private final GrowingBytes out;

    public TextEncoder(GrowingBytes out) {
        this.out = out;
    }

    @Override
    public void beginRow(int columns) {}

    private void field(@Nullable Object value) {
        out.append((value + SEPARATOR).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void text(byte[] utf8, int from, int length) {
        field(new String(utf8, from, length, StandardCharsets.UTF_8));
    }

    @Override
    public void nullableText(byte @Nullable [] utf8, int from, int length) {
        field(utf8 == null ? null : new String(utf8, from, length, StandardCharsets.UTF_8));
    }

    @Override
    public void text(String value) {
        field(value);
    }

    @Override
    public void nullableText(@Nullable String value) {
        field(value);
    }

    @Override
    public void int64(long value) {
        field(value);
    }

    @Override
    public void int32(int value) {
        field(value);
    }

    @Override
    public void nullableInt64(long value) {
        field(value == NO_NUMBER ? null : value);
    }

    @Override
    public void nullableInt32(long value) {
        field(value == NO_NUMBER ? null : value);
    }

    @Override
    public void float64(double value) {
        field(value);
    }

    @Override
    public void nullableFloat64(double value) {
        field(Double.isNaN(value) ? null : value);
    }

    @Override
    public void bool(boolean value) {
        field(value);
    }

    @Override
    public void time(long valueUs) {
        field(valueUs);
    }

    @Override
    public void nullableTime(long valueUs) {
        field(valueUs == Bar.NO_TIME ? null : valueUs);
    }
}
