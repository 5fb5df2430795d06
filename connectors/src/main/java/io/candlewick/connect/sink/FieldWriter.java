package io.candlewick.connect.sink;

import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of one row, column by column.
 *
 * <p><b>Edges</b>: whether a column can be null is part of the wire of ClickHouse, so it is part of the call: a column is always
 * written by the nullable or always by the plain method. <b>Units</b>: times are microseconds since the epoch.
 */
public interface FieldWriter {

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
     * @param value the number, or null
     */
    void nullableInt64(@Nullable Long value);

    /**
     * A 32-bit integer that may be absent.
     *
     * @param value the number, or null
     */
    void nullableInt32(@Nullable Integer value);

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
