package io.candlewick.ingest.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only log on disk through which every record goes before it is sent, so that a broker that is away, or a process that is killed, costs
 * nothing.
 *
 * <p>A record is read until it is acknowledged; files whose records all are, are deleted. What a killed process had appended is found by the
 * next; a record half written at the end is cut off and said. <b>Edges</b>: beyond the bound, ticks are refused; marks, states and requests have a
 * reserve of {@value #RESERVE_BYTES} bytes. <b>Thread</b>: any appends, one reads and acknowledges. <b>Cost</b>: one write to the page cache
 * a record.
 */
final class Spool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final long RESERVE_BYTES = 4L * 1024 * 1024;
    private static final long ACK_WRITE_NANOS = 200_000_000;

    private final SpoolConfig config;
    private final LongSupplier nanos;
    private final FileChannel lockFile;
    private final TreeMap<Long, SpoolSegment> segments = new TreeMap<>();
    private long acked;
    private long ackWrittenAt;
    private long syncedAt;
    private boolean unsynced;

    /** A record and where it ends. */
    record Spooled(OutgoingRecord record, long endPosition) {}

    private Spool(SpoolConfig config, LongSupplier nanos, FileChannel lockFile) {
        this.config = config;
        this.nanos = nanos;
        this.lockFile = lockFile;
        this.syncedAt = nanos.getAsLong();
    }

    /** Opens the folder, and finds what an earlier process left in it. */
    static Spool open(SpoolConfig config, LongSupplier nanos) {
        try {
            Files.createDirectories(config.directory());
            FileChannel lockFile = FileChannel.open(
                    config.directory().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(lockFile)) {
                lockFile.close();
                throw new PublishException(
                        "Spool folder " + config.directory() + " is used by another process: stop it, or set "
                                + SpoolConfig.DIRECTORY,
                        null);
            }
            Spool spool = new Spool(config, nanos, lockFile);
            spool.recover();
            return spool;
        } catch (IOException failed) {
            throw new PublishException("Spool folder " + config.directory() + " cannot be used: " + failed, failed);
        }
    }

    private static boolean lock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException sameProcess) {
            return false;
        }
    }

    private void recover() throws IOException {
        try (Stream<Path> files = Files.list(config.directory())) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".spool")) {
                    long base = Long.parseLong(name.substring(0, name.length() - ".spool".length()));
                    segments.put(base, SpoolSegment.open(config.directory(), base));
                }
            }
        }
        if (segments.isEmpty()) {
            // The position goes on where it was, or a later folder's acknowledgement would be taken for this one's.
            acked = Math.max(0, readAcked(0));
            segments.put(acked, SpoolSegment.open(config.directory(), acked));
            return;
        }
        SpoolSegment last = segments.lastEntry().getValue();
        long torn = last.cutTornTail();
        if (torn > 0) {
            LOG.warn(
                    "{}: the last {} bytes were half a record of a process that was killed; they are cut off",
                    last.file,
                    torn);
        }
        long first = segments.firstKey();
        acked = Math.min(last.end(), Math.max(first, readAcked(first)));
        if (pendingBytes() > 0) {
            LOG.info("{}: {} bytes wait from before this start", config.directory(), pendingBytes());
        }
    }

    private Path ackFile() {
        return config.directory().resolve("acknowledged");
    }

    private long readAcked(long fallback) {
        try {
            return Files.exists(ackFile())
                    ? Long.parseLong(Files.readString(ackFile()).strip())
                    : fallback;
        } catch (IOException | NumberFormatException damaged) {
            LOG.warn("{} cannot be read, so what is spooled is sent again: {}", ackFile(), damaged.toString());
            return fallback;
        }
    }

    /** Keeps a record; false if the bound is reached. */
    synchronized boolean append(OutgoingRecord record, boolean fromReserve) {
        byte[] payload = record.toBytes();
        long bound = config.maxBytes() + (fromReserve ? RESERVE_BYTES : 0);
        if (pendingBytes() + payload.length + SpoolSegment.HEADER_BYTES > bound) {
            return false;
        }
        try {
            SpoolSegment last = segments.lastEntry().getValue();
            if (last.end() - last.base >= config.segmentBytes()) {
                last.force();
                last = SpoolSegment.open(config.directory(), last.end());
                segments.put(last.base, last);
            }
            last.append(payload);
            unsynced = true;
            syncIfDue();
        } catch (IOException failed) {
            // A disk that is full or broken refuses as the bound does; half a record is overwritten by the next.
            LOG.warn("{} takes no record: {}", config.directory(), failed.toString());
            return false;
        }
        notifyAll();
        return true;
    }

    /** Forces to the disk what has waited long enough. */
    synchronized void syncIfDue() throws IOException {
        long now = nanos.getAsLong();
        if (unsynced && now - syncedAt >= config.fsync().toNanos()) {
            segments.lastEntry().getValue().force();
            syncedAt = now;
            unsynced = false;
        }
    }

    /** Records from a position on, none if there are none. */
    synchronized List<Spooled> read(long position, int most) throws IOException {
        List<Spooled> records = new ArrayList<>();
        long at = position;
        while (records.size() < most && at < end()) {
            SpoolSegment segment = segments.floorEntry(at).getValue();
            byte[] payload = segment.read(at);
            if (payload != null) {
                at += SpoolSegment.HEADER_BYTES + payload.length;
                records.add(new Spooled(OutgoingRecord.of(ByteBuffer.wrap(payload)), at));
            } else if (segment.end() > at) {
                LOG.error(
                        "{}: damaged at {}; its last {} bytes are lost",
                        segment.file,
                        at - segment.base,
                        segment.end() - at);
                at = segment.end();
            } else {
                at = segment.end();
            }
        }
        return records;
    }

    /** Waits until something stands behind a position, or the time is over. */
    synchronized void awaitBeyond(long position, Duration atMost) throws InterruptedException {
        long untilNanos = nanos.getAsLong() + atMost.toNanos();
        while (end() <= position) {
            long leftMs = (untilNanos - nanos.getAsLong()) / 1_000_000;
            if (leftMs <= 0) {
                return;
            }
            wait(leftMs);
        }
    }

    /** Everything before a position has been taken by the broker. */
    synchronized void acknowledge(long position) throws IOException {
        acked = Math.max(acked, position);
        boolean deleted = false;
        while (segments.size() > 1 && segments.firstEntry().getValue().end() <= acked) {
            if (!deleted) {
                // First the position, then the file: the other way round a crash would leave a position in a file that
                // is gone.
                writeAcked();
                deleted = true;
            }
            segments.pollFirstEntry().getValue().delete();
        }
        if (nanos.getAsLong() - ackWrittenAt >= ACK_WRITE_NANOS) {
            writeAcked();
        }
    }

    private void writeAcked() throws IOException {
        Path fresh = config.directory().resolve("acknowledged.new");
        Files.writeString(fresh, acked + "\n");
        Files.move(fresh, ackFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        ackWrittenAt = nanos.getAsLong();
    }

    synchronized long acked() {
        return acked;
    }

    synchronized long end() {
        return segments.lastEntry().getValue().end();
    }

    synchronized long pendingBytes() {
        return end() - acked;
    }

    @Override
    public synchronized void close() {
        try {
            segments.lastEntry().getValue().force();
            writeAcked();
            for (Map.Entry<Long, SpoolSegment> segment : segments.entrySet()) {
                segment.getValue().close();
            }
            lockFile.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
