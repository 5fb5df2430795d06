package io.candlewick.serde;

import java.nio.ByteBuffer;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Lets Avro's own readers read through an {@link AvroReader}.
 *
 * <p>Avro's decoder believes the lengths it reads: eleven broken bytes can make it reserve gigabytes, and a process that runs out of
 * memory takes its other partitions with it. Here no length may exceed the bytes that are left. <b>Thread</b>: one. <b>Errors</b>:
 * {@link org.apache.kafka.common.errors.SerializationException}.
 */
final class GuardedDecoder extends Decoder {

    private final AvroReader in;

    GuardedDecoder(AvroReader in) {
        this.in = in;
    }

    @Override
    public void readNull() {
        // Null has no bytes.
    }

    @Override
    public boolean readBoolean() {
        return in.readBoolean();
    }

    @Override
    public int readInt() {
        return in.readInt();
    }

    @Override
    public long readLong() {
        return in.readLong();
    }

    @Override
    public float readFloat() {
        return in.readFloat();
    }

    @Override
    public double readDouble() {
        return in.readDouble();
    }

    @Override
    public Utf8 readString(Utf8 old) {
        return new Utf8(in.readBytes(in.readLength()));
    }

    @Override
    public String readString() {
        return in.readString();
    }

    @Override
    public void skipString() {
        in.skip(in.readLength());
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) {
        return ByteBuffer.wrap(in.readBytes(in.readLength()));
    }

    @Override
    public void skipBytes() {
        in.skip(in.readLength());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) {
        System.arraycopy(in.readBytes(length), 0, target, start, length);
    }

    @Override
    public void skipFixed(int length) {
        in.skip(length);
    }

    @Override
    public int readEnum() {
        return in.readInt();
    }

    @Override
    public long readArrayStart() {
        return readBlockCount();
    }

    @Override
    public long arrayNext() {
        return readBlockCount();
    }

    @Override
    public long skipArray() {
        return skipBlocks();
    }

    @Override
    public long readMapStart() {
        return readBlockCount();
    }

    @Override
    public long mapNext() {
        return readBlockCount();
    }

    @Override
    public long skipMap() {
        return skipBlocks();
    }

    @Override
    public int readIndex() {
        return in.readInt();
    }

    /** A negative count stands for its absolute value and is followed by the block's size in bytes. */
    private long readBlockCount() {
        long count = in.readLong();
        if (count < 0) {
            in.readLength();
            count = -count;
        }
        // An item has a byte at least, so a greater count is a lie, and Long.MIN_VALUE has no absolute value.
        if (count < 0 || count > in.remaining()) {
            throw in.broken("block has count " + count);
        }
        return count;
    }

    /** Skips the blocks that say their size; the caller skips the items of the others one by one. */
    private long skipBlocks() {
        long count = in.readLong();
        while (count < 0) {
            in.skip(in.readLength());
            count = in.readLong();
        }
        if (count > in.remaining()) {
            throw in.broken("block has count " + count);
        }
        return count;
    }
}
