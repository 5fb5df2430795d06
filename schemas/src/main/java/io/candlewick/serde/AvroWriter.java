package io.candlewick.serde;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes Avro's binary encoding into a buffer that grows and is used again.
 *
 * <p><b>Thread</b>: one. <b>Cost</b>: no allocation but the buffer's growth and the final copy. <b>Source</b>: Apache Avro 1.12
 * specification, "Binary Encoding".
 */
final class AvroWriter {

    private static final VarHandle LITTLE_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_ENDIAN_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int MAX_VARINT = 10;

    private byte[] bytes = new byte[256];
    private int length;

    void clear() {
        length = 0;
    }

    void writeRawByte(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    void writeRawInt(int value) {
        ensure(Integer.BYTES);
        BIG_ENDIAN_INT.set(bytes, length, value);
        length += Integer.BYTES;
    }

    void writeLong(long value) {
        ensure(MAX_VARINT);
        long zigzag = (value << 1) ^ (value >> 63);
        while ((zigzag & ~0x7FL) != 0) {
            bytes[length++] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        bytes[length++] = (byte) zigzag;
    }

    void writeDouble(double value) {
        ensure(Double.BYTES);
        LITTLE_ENDIAN_LONG.set(bytes, length, Double.doubleToRawLongBits(value));
        length += Double.BYTES;
    }

    void writeRawBytes(byte[] source, int from, int count) {
        ensure(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    void writeBoolean(boolean value) {
        writeRawByte(value ? 1 : 0);
    }

    void writeString(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        writeLong(utf8.length);
        writeRawBytes(utf8, 0, utf8.length);
    }

    /** Writes {@code ["null", "double"]}, NaN as null. */
    void writeNullableDouble(double value) {
        if (Double.isNaN(value)) {
            writeRawByte(0);
        } else {
            writeRawByte(2);
            writeDouble(value);
        }
    }

    /** Writes {@code ["null", "long"]}, the given absent value as null. */
    void writeNullableLong(long value, long absent) {
        if (value == absent) {
            writeRawByte(0);
        } else {
            writeRawByte(2);
            writeLong(value);
        }
    }

    /** Writes {@code ["null", "string"]}. */
    void writeNullableString(@Nullable String value) {
        if (value == null) {
            writeRawByte(0);
        } else {
            writeRawByte(2);
            writeString(value);
        }
    }

    /** Writes {@code ["null", enum]}. */
    void writeNullableEnum(@Nullable Enum<?> value) {
        if (value == null) {
            writeRawByte(0);
        } else {
            writeRawByte(2);
            writeEnum(value);
        }
    }

    @SuppressWarnings(
            "EnumOrdinal") // Avro writes a symbol's position in the schema, and the generated enums keep that order.
    void writeEnum(Enum<?> value) {
        writeLong(value.ordinal());
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
