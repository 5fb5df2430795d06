package io.candlewick.connect.sink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An array that grows as bytes are appended, used again for every batch.
 *
 * <p><b>Shape</b>: never shrinks; bounded by the greatest batch, which {@code max.poll.records} bounds. <b>Thread</b>: one.
 */
public final class GrowingBytes {

    private static final int FIRST_CAPACITY = 1 << 16;
    private static final VarHandle BIG_LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    /** Forgets the bytes and keeps the array. */
    public void clear() {
        length = 0;
    }

    /**
     * How many bytes were appended.
     *
     * @return the length
     */
    public int length() {
        return length;
    }

    /**
     * The array itself; only its first {@link #length()} bytes count, and only until the next append.
     *
     * @return the array
     */
    public byte[] array() {
        return bytes;
    }

    /**
     * A copy of what was appended.
     *
     * @return the bytes
     */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /**
     * Appends a byte.
     *
     * @param value its low 8 bits count
     */
    public void int8(int value) {
        need(1);
        bytes[length++] = (byte) value;
    }

    /**
     * Appends a 16-bit integer, most significant byte first.
     *
     * @param value its low 16 bits count
     */
    public void int16Big(int value) {
        int8(value >>> 8);
        int8(value);
    }

    /**
     * Appends a 32-bit integer, most significant byte first.
     *
     * @param value the number
     */
    public void int32Big(int value) {
        need(Integer.BYTES);
        BIG_INT.set(bytes, length, value);
        length += Integer.BYTES;
    }

    /**
     * Appends the length of a 64-bit integer as a 32-bit one and then the integer, most significant bytes first.
     *
     * @param value the number
     */
    public void sizedInt64Big(long value) {
        need(Integer.BYTES + Long.BYTES);
        BIG_INT.set(bytes, length, Long.BYTES);
        BIG_LONG.set(bytes, length + Integer.BYTES, value);
        length += Integer.BYTES + Long.BYTES;
    }

    /**
     * Appends the length of some of an array's bytes as a 32-bit integer, most significant byte first, and then the bytes.
     *
     * @param source the array
     * @param from where they begin
     * @param count how many
     */
    public void sizedBig(byte[] source, int from, int count) {
        need(Integer.BYTES + count);
        BIG_INT.set(bytes, length, count);
        System.arraycopy(source, from, bytes, length + Integer.BYTES, count);
        length += Integer.BYTES + count;
    }

    /**
     * Appends a 32-bit integer, least significant byte first.
     *
     * @param value the number
     */
    public void int32Little(int value) {
        need(Integer.BYTES);
        LITTLE_INT.set(bytes, length, value);
        length += Integer.BYTES;
    }

    /**
     * Appends a 64-bit integer, least significant byte first.
     *
     * @param value the number
     */
    public void int64Little(long value) {
        need(Long.BYTES);
        LITTLE_LONG.set(bytes, length, value);
        length += Long.BYTES;
    }

    /**
     * Appends a text's length as a 32-bit integer, most significant byte first, and its UTF-8 bytes.
     *
     * @param text the text
     */
    public void sizedTextBig(String text) {
        if (isAscii(text)) {
            int32Big(text.length());
            ascii(text);
        } else {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            int32Big(encoded.length);
            append(encoded);
        }
    }

    /**
     * Appends a text's length as a variable-length integer (LEB128) and its UTF-8 bytes.
     *
     * @param text the text
     */
    public void sizedTextVar(String text) {
        if (isAscii(text)) {
            varInt(text.length());
            ascii(text);
        } else {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            varInt(encoded.length);
            append(encoded);
        }
    }

    /**
     * Appends some of an array's bytes.
     *
     * @param source the array
     * @param from where they begin
     * @param count how many
     */
    public void append(byte[] source, int from, int count) {
        need(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /**
     * Takes back what was appended last.
     *
     * @param to what {@link #length()} was
     */
    public void truncate(int to) {
        length = to;
    }

    /**
     * Appends an integer of variable length (LEB128).
     *
     * @param value at least 0
     */
    public void int32Var(int value) {
        varInt(value);
    }

    /**
     * Appends bytes.
     *
     * @param more the bytes
     */
    public void append(byte[] more) {
        need(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void varInt(int value) {
        int rest = value;
        while (rest > 0x7F) {
            int8((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        int8(rest);
    }

    private static boolean isAscii(String text) {
        for (int index = 0; index < text.length(); index++) {
            if (text.charAt(index) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private void ascii(String text) {
        need(text.length());
        for (int index = 0; index < text.length(); index++) {
            bytes[length + index] = (byte) text.charAt(index);
        }
        length += text.length();
    }

    private void need(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
        }
    }
}
