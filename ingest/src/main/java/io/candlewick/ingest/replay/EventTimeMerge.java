package io.candlewick.ingest.replay;

import io.candlewick.ingest.format.FileFormat;
import io.candlewick.ingest.format.RejectListener;
import io.candlewick.ingest.format.SourceFaultException;
import io.candlewick.ingest.format.TickFile;
import io.candlewick.ingest.format.TickRow;
import io.candlewick.ingest.format.TickSource;
import io.candlewick.market.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of several files as one sequence: always the file whose next tick is oldest, and of equals the one named first.
 *
 * <p>Within a file the file's order holds, also where its times go back. A file that cannot be read on is told to the listener and left
 * behind; the others go on. <b>Cost</b>: one comparison a tick while one file stays oldest, else a heap operation. <b>Thread</b>: one.
 */
final class EventTimeMerge implements AutoCloseable {

    /* Each open text file holds buffers of about half a megabyte. Hour files, whose first time is known unopened, do not count. */
    private static final int MAX_OPEN_TEXT_FILES = 512;

    private final PriorityQueue<Cursor> heads = new PriorityQueue<>();
    private final List<Cursor> cursors = new ArrayList<>();
    private final FaultListener faults;
    private final long totalBytes;
    private long finishedBytes;
    private @Nullable Cursor current;

    /** Is told of a file that broke off. */
    interface FaultListener {

        /**
         * A file cannot be read on.
         *
         * @param symbol the symbol of the file's last tick, or null if it had none
         * @param lastTimeUs time of that tick
         * @param fault where and why
         */
        void brokeOff(@Nullable Symbol symbol, long lastTimeUs, SourceFaultException fault);
    }

    private static final class Cursor implements Comparable<Cursor> {

        private final TickSource source;
        private final int order;
        private long headUs;
        private boolean started;

        Cursor(TickSource source, int order) {
            this.source = source;
            this.order = order;
            this.headUs = source.earliestUs();
        }

        @Override
        public int compareTo(Cursor other) {
            int byTime = Long.compare(headUs, other.headUs);
            return byTime != 0 ? byTime : Integer.compare(order, other.order);
        }
    }

    /** Opens all files, before anything is read, so that a missing one is noticed before anything is sent. */
    EventTimeMerge(List<TickFile> files, RejectListener rejects, FaultListener faults) throws SourceFaultException {
        this.faults = faults;
        long bytes = 0;
        boolean complete = false;
        try {
            int textFiles = 0;
            for (TickFile file : files) {
                Cursor cursor = new Cursor(FileFormat.open(file, rejects), cursors.size());
                cursors.add(cursor);
                heads.add(cursor);
                bytes += sizeOf(file);
                textFiles += cursor.headUs == Long.MIN_VALUE ? 1 : 0;
                if (textFiles > MAX_OPEN_TEXT_FILES) {
                    throw new IllegalArgumentException(
                            "files=" + files.size() + ": at most " + MAX_OPEN_TEXT_FILES + " can be merged at a time");
                }
            }
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
        totalBytes = bytes;
    }

    private static long sizeOf(TickFile file) {
        try {
            return Files.size(file.path());
        } catch (IOException unknown) {
            // Only the progress display needs it.
            return 0;
        }
    }

    /** The next tick, valid until the next call; null at the end of all files. */
    @Nullable
    TickRow next() {
        Cursor last = current;
        if (last != null && advance(last)) {
            Cursor rival = heads.peek();
            if (rival == null || last.compareTo(rival) < 0) {
                return last.source.row();
            }
            heads.add(last);
        }
        current = null;
        while (true) {
            Cursor oldest = heads.poll();
            if (oldest == null) {
                return null;
            }
            if (oldest.started) {
                current = oldest;
                return oldest.source.row();
            }
            if (advance(oldest)) {
                heads.add(oldest);
            }
        }
    }

    private boolean advance(Cursor cursor) {
        try {
            if (cursor.source.next()) {
                cursor.started = true;
                cursor.headUs = cursor.source.row().eventTimeUs();
                return true;
            }
        } catch (SourceFaultException fault) {
            faults.brokeOff(cursor.started ? cursor.source.row().symbol() : null, cursor.headUs, fault);
        }
        finishedBytes += cursor.source.bytesRead();
        cursor.source.close();
        cursors.set(cursor.order, new Cursor(new Finished(cursor.source.otherSymbols()), cursor.order));
        return false;
    }

    /** Share of the files' bytes that has been read. */
    double fraction() {
        if (totalBytes == 0) {
            return 1;
        }
        long read = finishedBytes;
        for (Cursor cursor : cursors) {
            read += cursor.source.bytesRead();
        }
        return Math.min(1.0, (double) read / totalBytes);
    }

    long otherSymbols() {
        return cursors.stream()
                .mapToLong(cursor -> cursor.source.otherSymbols())
                .sum();
    }

    @Override
    public void close() {
        cursors.forEach(cursor -> cursor.source.close());
    }

    /** What is remembered of a file that has been read: without its buffers. */
    private record Finished(long otherSymbols) implements TickSource {

        @Override
        public boolean next() {
            return false;
        }

        @Override
        public TickRow row() {
            return new TickRow();
        }

        @Override
        public long earliestUs() {
            return Long.MAX_VALUE;
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public void close() {
            // It is closed already.
        }
    }
}
