package io.candlewick.streams.domain.layout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes state in as few bytes as its numbers need: whole numbers seven bits a byte, least first, and decimals as the whole numbers they
 * stand for. {@link CompactReader} reads it back, bit for bit.
 *
 * <pre>
 * count:    bits 7 a byte, least first, the top bit set in all but the last
 * long:     count of its zigzag form
 * span:     count, even: whole seconds times two; 1: a long of microseconds follows
 * decimal:  count, of a scale that is known: zigzag of the units less those of the decimal before, times two; 1: eight bytes follow
 * number:   count, the lowest three bits say what the others are: 0 to 5 zigzag units of scale 0 1 3 5 6 8; 6: 0 NaN, 1 infinite, 2 minus
 *           infinite, 3 minus zero; 7: eight bytes follow
 * </pre>
 *
 * <p><b>Thread</b>: one.
 */
public final class CompactWriter {

    static final long SECOND_US = 1_000_000;
    static final int MORE = 0x80;
    static final long RAW_SPAN = 1;
    static final long RAW_DECIMAL = 1;
    static final int NUMBER_BITS = 3;
    static final int SPECIAL = 6;
    static final int RAW_NUMBER = 7;
    static final int[] NUMBER_SCALES = {0, 1, 3, 5, 6, 8};
    static final double[] SPECIAL_NUMBERS = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0};

    private static final int FIRST_ROOM = 256;

    private byte[] bytes = new byte[FIRST_ROOM];
    private int size;
    private long lastUnits;

    /** Nothing is written yet. */
    public CompactWriter() {}

    /** Forgets what was written, to write something else. */
    public void clear() {
        size = 0;
        lastUnits = 0;
    }

    /**
     * What was written.
     *
     * @return a copy
     */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * Writes one byte.
     *
     * @param value its lowest eight bits count
     */
    public void writeByte(int value) {
        need(1);
        bytes[size++] = (byte) value;
    }

    /**
     * Writes a number that is not negative, or any number as the 64 bits it has.
     *
     * @param value small ones take fewer bytes
     */
    public void writeCount(long value) {
        need(10);
        long left = value;
        while ((left & -MORE) != 0) {
            bytes[size++] = (byte) (left | MORE);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
    }

    /**
     * Writes a whole number.
     *
     * @param value those near zero take fewer bytes
     */
    public void writeLong(long value) {
        writeCount(zigzag(value));
    }

    /**
     * Writes eight bytes, big-endian.
     *
     * @param value any bits
     */
    public void writeFixed(long value) {
        need(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /**
     * Writes a span of time.
     *
     * @param us microseconds; whole seconds take fewer bytes
     */
    public void writeSpan(long us) {
        if (us >= 0 && us % SECOND_US == 0) {
            writeCount((us / SECOND_US) << 1);
        } else {
            writeCount(RAW_SPAN);
            writeLong(us);
        }
    }

    /**
     * Begins a row of decimals of one scale, the least of which all of them are.
     *
     * @param values the decimals; infinite ones do not count
     * @return the scale, to be given with each of them
     */
    public int beginDecimals(double... values) {
        lastUnits = 0;
        int scale = 0;
        for (double value : values) {
            while (scale < CompactDecimals.MAX_SCALE
                    && Double.isFinite(value)
                    && !CompactDecimals.isExact(value, scale)) {
                scale++;
            }
        }
        writeByte(scale);
        return scale;
    }

    /**
     * Writes a decimal of the row that was begun.
     *
     * @param value any double; one that is no decimal of the scale takes nine bytes
     * @param scale the row's
     */
    public void writeDecimal(double value, int scale) {
        if (CompactDecimals.isExact(value, scale)) {
            long units = CompactDecimals.units(value, scale);
            writeCount(zigzag(units - lastUnits) << 1);
            lastUnits = units;
        } else {
            writeCount(RAW_DECIMAL);
            writeFixed(Double.doubleToRawLongBits(value));
        }
    }

    /**
     * Writes a double of which nothing is known.
     *
     * @param value any double; a decimal of few digits takes few bytes
     */
    public void writeNumber(double value) {
        for (int special = 0; special < SPECIAL_NUMBERS.length; special++) {
            if (Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(SPECIAL_NUMBERS[special])) {
                writeCount(((long) special << NUMBER_BITS) | SPECIAL);
                return;
            }
        }
        for (int code = 0; code < NUMBER_SCALES.length; code++) {
            if (CompactDecimals.isExact(value, NUMBER_SCALES[code])) {
                writeCount((zigzag(CompactDecimals.units(value, NUMBER_SCALES[code])) << NUMBER_BITS) | code);
                return;
            }
        }
        writeCount(RAW_NUMBER);
        writeFixed(Double.doubleToRawLongBits(value));
    }

    /**
     * Writes a text.
     *
     * @param text any
     */
    public void writeText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        writeCount(utf8.length);
        writeBytes(utf8);
    }

    /**
     * Writes bytes as they are.
     *
     * @param more the bytes
     */
    public void writeBytes(byte[] more) {
        need(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private void need(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
