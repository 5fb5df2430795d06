package io.candlewick.ingest.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a stream of bytes into lines without copying them.
 *
 * <p>The current line stands in {@link #buffer()} from {@link #start()} to {@link #end()}, without its line end, until the next call.
 * <b>Edges</b>: LF or CRLF; a last line without a line end counts; a byte-order mark is passed over; of a line longer than {@value
 * #MAX_LINE} bytes only the beginning is given and {@link #isTooLong()} says so. When reading fails, the piece of a line before
 * the failure is not given: a price cut short would look like a price. <b>Thread</b>: one.
 */
final class LineReader implements Closeable {

    static final int MAX_LINE = 64 * 1024;

    private static final int BUFFER = 4 * MAX_LINE;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private int nextStart;
    private int limit;
    private long number;
    private boolean exhausted;
    private boolean tooLong;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** Moves to the next line; false at the end. */
    boolean next() throws IOException {
        tooLong = false;
        int scan = nextStart;
        while (true) {
            for (; scan < limit; scan++) {
                if (buffer[scan] == '\n') {
                    take(nextStart, scan);
                    nextStart = scan + 1;
                    return true;
                }
            }
            if (exhausted) {
                if (nextStart == limit) {
                    return false;
                }
                take(nextStart, limit);
                nextStart = limit;
                return true;
            }
            if (limit - nextStart > MAX_LINE) {
                return skipRest();
            }
            scan -= nextStart;
            fill();
        }
    }

    private void fill() throws IOException {
        limit -= nextStart;
        System.arraycopy(buffer, nextStart, buffer, 0, limit);
        nextStart = 0;
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            exhausted = true;
        } else {
            limit += count;
        }
    }

    private void take(int from, int to) {
        number++;
        start = from;
        end = to > from && buffer[to - 1] == '\r' ? to - 1 : to;
        if (number == 1 && end - start >= 3 && isByteOrderMark()) {
            start += 3;
        }
        if (end - start > MAX_LINE) {
            tooLong = true;
        }
    }

    private boolean isByteOrderMark() {
        return buffer[start] == (byte) 0xEF && buffer[start + 1] == (byte) 0xBB && buffer[start + 2] == (byte) 0xBF;
    }

    /* Keeps the line's beginning at the front of the buffer and reads over the rest of it. */
    private boolean skipRest() throws IOException {
        System.arraycopy(buffer, nextStart, buffer, 0, MAX_LINE);
        int at = limit;
        while (true) {
            for (; at < limit; at++) {
                if (buffer[at] == '\n') {
                    return endOfSkipped(at + 1);
                }
            }
            int count = in.read(buffer, MAX_LINE, buffer.length - MAX_LINE);
            if (count < 0) {
                exhausted = true;
                limit = MAX_LINE;
                return endOfSkipped(MAX_LINE);
            }
            at = MAX_LINE;
            limit = MAX_LINE + count;
        }
    }

    private boolean endOfSkipped(int next) {
        take(0, MAX_LINE);
        tooLong = true;
        nextStart = next;
        return true;
    }

    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    boolean isTooLong() {
        return tooLong;
    }

    boolean isBlank() {
        for (int at = start; at < end; at++) {
            if (buffer[at] != ' ' && buffer[at] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Number of the current line; the first is 1. */
    long number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
