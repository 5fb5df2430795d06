package io.candlewick.serde;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro's binary encoding from an array.
 *
 * <p>Public for programs that move fields from record to table without making an object of them; they get one from {@link RecordBody}.
 *
 * <p><b>Edges</b>: bytes that end too early, a union branch or an enum ordinal that does not exist are
 * {@link SerializationException}s that name the position. <b>Thread</b>: one. <b>Cost</b>: texts that repeat (symbols, feeds, tenants)
 * are remembered and not built again. <b>Source</b>: Apache Avro 1.12 specification, "Binary Encoding".
 */
public final class AvroReader {

    private static final VarHandle LITTLE_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_ENDIAN_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final TextCache texts = new TextCache();
    private byte[] bytes = new byte[0];
    private int position;
    private int end;

    AvroReader() {}

    void read(byte[] source, int from) {
        bytes = source;
        position = from;
        end = source.length;
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
     * Fails if bytes are left, for then the record was not of the schema it claims.
     */
    public void requireEnd() {
        if (remaining() != 0) {
            throw broken(remaining() + " bytes follow the record");
        }
    }

    /**
     * Reads a long or an int.
     *
     * @return the number
     */
    public long readLong() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            long part = nextByte();
            value |= (part & 0x7F) << shift;
            if (part >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw broken("a number has more than 10 bytes");
    }

    /**
     * Reads an int.
     *
     * @return the number
     */
    public int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw broken("number " + value + " is no int");
        }
        return (int) value;
    }

    float readFloat() {
        need(Float.BYTES);
        float value = Float.intBitsToFloat((int) LITTLE_ENDIAN_INT.get(bytes, position));
        position += Float.BYTES;
        return value;
    }

    /**
     * Reads a double.
     *
     * @return the number
     */
    public double readDouble() {
        need(Double.BYTES);
        double value = Double.longBitsToDouble((long) LITTLE_ENDIAN_LONG.get(bytes, position));
        position += Double.BYTES;
        return value;
    }

    /**
     * Reads a boolean.
     *
     * @return the value
     */
    public boolean readBoolean() {
        int value = nextByte();
        if (value != 0 && value != 1) {
            throw broken("boolean is " + value);
        }
        return value == 1;
    }

    byte[] readBytes(int length) {
        need(length);
        byte[] value = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return value;
    }

    /**
     * Passes over bytes.
     *
     * @param length how many
     */
    public void skip(int length) {
        need(length);
        position += length;
    }

    /**
     * Reads the length of a text or of bytes, which must all be there.
     *
     * @return the length in bytes
     */
    public int readLength() {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw broken("length " + length + " where " + remaining() + " bytes are left");
        }
        return (int) length;
    }

    /** Whether some bytes stand that many after the next one; stays where it is. */
    boolean holds(byte[] expected, int after) {
        int from = position + after;
        return end - from >= expected.length
                && Arrays.equals(bytes, from, from + expected.length, expected, 0, expected.length);
    }

    /** Reads a text that is likely to come again. */
    String readRepeatedString() {
        int length = readLength();
        String text = texts.get(bytes, position, length);
        position += length;
        return text;
    }

    String readString() {
        int length = readLength();
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /**
     * Reads a double that may be null.
     *
     * @return the number, {@code NaN} for null
     */
    public double readNullableDouble() {
        return isPresent() ? readDouble() : Double.NaN;
    }

    /**
     * Reads a long that may be null.
     *
     * @param absent what stands for null
     * @return the number
     */
    public long readNullableLong(long absent) {
        return isPresent() ? readLong() : absent;
    }

    @Nullable
    String readNullableString() {
        return isPresent() ? readString() : null;
    }

    <E extends Enum<E>> E readEnum(E[] constants) {
        long ordinal = readLong();
        if (ordinal < 0 || ordinal >= constants.length) {
            throw broken("enum has no ordinal " + ordinal);
        }
        return constants[(int) ordinal];
    }

    <E extends Enum<E>> @Nullable E readNullableEnum(E[] constants) {
        return isPresent() ? readEnum(constants) : null;
    }

    /**
     * Reads which branch of a union of null and something else follows.
     *
     * @return false for null
     */
    public boolean isPresent() {
        long branch = readLong();
        if (branch != 0 && branch != 1) {
            throw broken("union has no branch " + branch);
        }
        return branch == 1;
    }

    /**
     * The array that is read.
     *
     * @return the array itself
     */
    public byte[] array() {
        return bytes;
    }

    /**
     * Where the next field begins in {@link #array()}.
     *
     * @return the index
     */
    public int position() {
        return position;
    }

    /**
     * Goes back to where a field began.
     *
     * @param index what {@link #position()} was
     */
    public void position(int index) {
        position = index;
    }

    private int nextByte() {
        if (position >= end) {
            throw broken("record ends too early");
        }
        return bytes[position++];
    }

    private void need(int more) {
        if (end - position < more) {
            throw broken("record ends too early");
        }
    }

    /**
     * What to throw when the bytes make no sense.
     *
     * @param what in words
     * @return the exception, which says where in the record
     */
    public SerializationException broken(String what) {
        return new SerializationException("Broken Avro record: " + what + " at byte " + position + " of " + end);
    }
}
