package io.candlewick.ingest.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the spool: records one after the other.
 *
 * <p><b>Shape</b>: length i32, CRC-32C i32 of the payload, payload; the file is named after the position of its first byte. <b>Thread</b>: one
 * appends, others read below the length that the appender has made known.
 */
final class SpoolSegment implements AutoCloseable {

    static final int HEADER_BYTES = 8;
    private static final int MOST_RECORD_BYTES = 32 * 1024 * 1024;

    final long base;
    final Path file;
    private final FileChannel channel;
    private volatile long length;

    private SpoolSegment(long base, Path file, FileChannel channel, long length) {
        this.base = base;
        this.file = file;
        this.channel = channel;
        this.length = length;
    }

    static SpoolSegment open(Path directory, long base) throws IOException {
        Path file = directory.resolve(String.format("%020d.spool", base));
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new SpoolSegment(base, file, channel, channel.size());
    }

    long end() {
        return base + length;
    }

    void append(byte[] payload) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        out.putInt(payload.length).putInt(checksum(payload)).put(payload).flip();
        long at = length;
        while (out.hasRemaining()) {
            at += channel.write(out, at);
        }
        length = at;
    }

    /** The payload at a position, null if there is none that is whole. */
    byte @Nullable [] read(long position) throws IOException {
        long at = position - base;
        if (at + HEADER_BYTES > length) {
            return null;
        }
        ByteBuffer header = fill(ByteBuffer.allocate(HEADER_BYTES), at);
        int size = header.getInt();
        int expected = header.getInt();
        if (size < 0 || size > MOST_RECORD_BYTES || at + HEADER_BYTES + size > length) {
            return null;
        }
        byte[] payload = fill(ByteBuffer.allocate(size), at + HEADER_BYTES).array();
        return checksum(payload) == expected ? payload : null;
    }

    private ByteBuffer fill(ByteBuffer buffer, long at) throws IOException {
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
            // Until it is full or the file ends.
        }
        return buffer.flip();
    }

    /** Cuts what stands behind the last whole record; says how many bytes that was. */
    long cutTornTail() throws IOException {
        long position = base;
        byte[] payload = read(position);
        while (payload != null) {
            position += HEADER_BYTES + payload.length;
            payload = read(position);
        }
        long torn = end() - position;
        if (torn > 0) {
            channel.truncate(position - base);
            length = position - base;
        }
        return torn;
    }

    void force() throws IOException {
        channel.force(false);
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }
}
