package io.candlewick.streams.domain.layout;

import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link CompactWriter} wrote.
 *
 * <p><b>Errors</b>: {@link IllegalArgumentException} where bytes end too early or make no sense. <b>Thread</b>: one.
 */
public final class CompactReader {

    private final byte[] bytes;
    private final int end;
    private int position;
    private long lastUnits;

    /**
     * Reads bytes from their beginning.
     *
     * @param bytes the bytes
     */
    public CompactReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /**
     * Reads a part of bytes.
     *
     * @param bytes the bytes
     * @param from where the part begins
     * @param to where it ends
     */
    public CompactReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    /**
     * How many bytes are left.
     *
     * @return the number
     */
    public int remaining() {
        return end - position;
    }

    /**
     * Reads one byte.
     *
     * @return 0 to 255
     */
    public int readByte() {
        if (position >= end) {
            throw cutShort();
        }
        return bytes[position++] & 0xFF;
    }

    /**
     * Reads a number that is not negative.
     *
     * @return the number, or any 64 bits
     */
    public long readCount() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int part = readByte();
            value |= (long) (part & (CompactWriter.MORE - 1)) << shift;
            if (part < CompactWriter.MORE) {
                return value;
            }
        }
        throw new IllegalArgumentException("state has a number of more than 10 bytes at byte " + position);
    }

    /**
     * Reads how many of something follow, each of which takes a byte at least.
     *
     * @return the number
     */
    public int readSize() {
        long size = readCount();
        if (size < 0 || size > remaining()) {
            throw cutShort();
        }
        return (int) size;
    }

    /**
     * Reads a whole number.
     *
     * @return the number
     */
    public long readLong() {
        return unzigzag(readCount());
    }

    /**
     * Reads eight bytes.
     *
     * @return their bits
     */
    public long readFixed() {
        if (remaining() < Long.BYTES) {
            throw cutShort();
        }
        long value = 0;
        for (int index = 0; index < Long.BYTES; index++) {
            value = (value << 8) | (bytes[position++] & 0xFF);
        }
        return value;
    }

    /**
     * Reads a span of time.
     *
     * @return microseconds
     */
    public long readSpan() {
        long written = readCount();
        return written == CompactWriter.RAW_SPAN ? readLong() : (written >>> 1) * CompactWriter.SECOND_US;
    }

    /**
     * Begins a row of decimals.
     *
     * @return their scale
     */
    public int beginDecimals() {
        lastUnits = 0;
        int scale = readByte();
        if (scale > CompactDecimals.MAX_SCALE) {
            throw new IllegalArgumentException("state has decimals of scale " + scale + " at byte " + position);
        }
        return scale;
    }

    /**
     * Reads a decimal of the row that was begun.
     *
     * @param scale the row's
     * @return the double that was written
     */
    public double readDecimal(int scale) {
        long written = readCount();
        if (written == CompactWriter.RAW_DECIMAL) {
            return Double.longBitsToDouble(readFixed());
        }
        lastUnits += unzigzag(written >>> 1);
        return CompactDecimals.value(lastUnits, scale);
    }

    /**
     * Reads a double of which nothing is known.
     *
     * @return the double that was written
     */
    public double readNumber() {
        long written = readCount();
        int code = (int) (written & ((1 << CompactWriter.NUMBER_BITS) - 1));
        long rest = written >>> CompactWriter.NUMBER_BITS;
        if (code == CompactWriter.RAW_NUMBER) {
            return Double.longBitsToDouble(readFixed());
        }
        if (code == CompactWriter.SPECIAL) {
            if (rest < 0 || rest >= CompactWriter.SPECIAL_NUMBERS.length) {
                throw new IllegalArgumentException("state has special number " + rest + " at byte " + position);
            }
            return CompactWriter.SPECIAL_NUMBERS[(int) rest];
        }
        return CompactDecimals.value(unzigzag(rest), CompactWriter.NUMBER_SCALES[code]);
    }

    /**
     * Reads a text.
     *
     * @return the text
     */
    public String readText() {
        int length = readSize();
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /**
     * Passes over bytes.
     *
     * @param length how many
     * @return where they begin
     */
    public int skip(int length) {
        if (length < 0 || length > remaining()) {
            throw cutShort();
        }
        int from = position;
        position += length;
        return from;
    }

    private IllegalArgumentException cutShort() {
        return new IllegalArgumentException("state of " + end + " bytes is cut short");
    }

    private static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }
}
