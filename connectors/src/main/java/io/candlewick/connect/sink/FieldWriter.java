package io.candlewick.connect.sink;

import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of one row, column by column.
 *
 * <p><b>Edges</b>: whether a column can be null is part of the wire of ClickHouse, so it is part of the call: a column is always
 * written by the nullable or always by the plain method. <b>Units</b>: times are microseconds since the epoch.
 */
public interface FieldWriter {

    /** Stands for a number that is absent where no number is negative. */
    long NO_NUMBER = -1;

    /**
     * A text that is there as UTF-8 already.
     *
     * @param utf8 holds the text
     * @param from where it begins
     * @param length its bytes
     */
    void text(byte[] utf8, int from, int length);

    /**
     * A text that may be absent and is there as UTF-8 already.
     *
     * @param utf8 holds the text; null if absent
     * @param from where it begins
     * @param length its bytes
     */
    void nullableText(byte @Nullable [] utf8, int from, int length);

    /**
     * A text.
     *
     * @param value never null
     */
    void text(String value);

    /**
     * A text that may be absent.
     *
     * @param value the text, or null
     */
    void nullableText(@Nullable String value);

    /**
     * A 64-bit integer.
     *
     * @param value the number
     */
    void int64(long value);

    /**
     * A 32-bit integer.
     *
     * @param value the number
     */
    void int32(int value);

    /**
     * A 64-bit integer that may be absent.
     *
     * @param value the number, {@link #NO_NUMBER} if absent
     */
    void nullableInt64(long value);

    /**
     * A 32-bit integer that may be absent.
     *
     * @param value the number, {@link #NO_NUMBER} if absent
     */
    void nullableInt32(long value);

    /**
     * A 64-bit float.
     *
     * @param value the number
     */
    void float64(double value);

    /**
     * A 64-bit float that may be absent.
     *
     * @param value the number, {@code NaN} if absent
     */
    void nullableFloat64(double value);

    /**
     * A truth value.
     *
     * @param value the value
     */
    void bool(boolean value);

    /**
     * A time.
     *
     * @param valueUs microseconds since the epoch
     */
    void time(long valueUs);

    /**
     * A time that may be absent.
     *
     * @param valueUs microseconds since the epoch, {@link io.candlewick.market.Bar#NO_TIME} if absent
     */
    void nullableTime(long valueUs);
}
