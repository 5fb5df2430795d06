package io.candlewick.streams.query;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Gathers the pieces of an answer into few large writes: each write to a socket wakes its reader.
 *
 * <p><b>Shape</b>: at most {@value #MOST_KEPT} buffers of {@value #BUFFER_BYTES} bytes are kept for the next answers. <b>Thread</b>: any.
 */
final class LargeWrites {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int MOST_KEPT = 32;

    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(MOST_KEPT);

    /** Who writes. */
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Writes; the stream is not closed. */
    void write(OutputStream out, Writing writing) throws IOException {
        byte[] kept = free.poll();
        byte[] buffer = kept == null ? new byte[BUFFER_BYTES] : kept;
        try {
            Gathering gathering = new Gathering(buffer, out);
            writing.to(gathering);
            gathering.flush();
        } finally {
            // One too many is left to the collector.
            boolean unused = free.offer(buffer);
        }
    }

    private static final class Gathering extends OutputStream {

        private final byte[] buffer;
        private final OutputStream out;
        private int length;

        Gathering(byte[] buffer, OutputStream out) {
            this.buffer = buffer;
            this.out = out;
        }

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            int done = 0;
            while (done < count) {
                int now = Math.min(count - done, buffer.length - length);
                System.arraycopy(bytes, from + done, buffer, length, now);
                length += now;
                done += now;
                if (length == buffer.length) {
                    flush();
                }
            }
        }

        /* Of the stream beneath nothing is flushed: it knows itself when an answer is complete. */
        @Override
        public void flush() throws IOException {
            out.write(buffer, 0, length);
            length = 0;
        }
    }
}
