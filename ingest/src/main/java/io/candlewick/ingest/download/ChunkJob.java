package io.candlewick.ingest.download;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.avro.Lane;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A chunk on its way. <b>Thread</b>: the planner's. */
final class ChunkJob {

    private static final long LEAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(700);
    private static final long MOST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(6);

    private final Chunk chunk;
    private int attempts;
    private int waits;
    private Instant due;
    private @Nullable PublishedBars bars;
    private long count;
    private long checksum;
    private String vendor = "";
    private long found;
    private long lookNanos;
    private long lookEveryNanos = LEAST_LOOK_NANOS;

    ChunkJob(Chunk chunk, Instant due) {
        this.chunk = chunk;
        this.due = due;
    }

    /** A chunk as another process left it. */
    static ChunkJob resumed(BackfillRange range, Instant due) {
        ChunkJob job = new ChunkJob(Chunk.of(range), due);
        job.attempts = range.getAttempts();
        job.count = range.getBars();
        job.checksum = range.getChecksum();
        job.vendor = range.getSource();
        return job;
    }

    Chunk chunk() {
        return chunk;
    }

    boolean isHistory() {
        return chunk.lane() == Lane.HISTORY;
    }

    Instant due() {
        return due;
    }

    void wait(Instant until) {
        due = until;
    }

    int attempts() {
        return attempts;
    }

    /** Counts an attempt that failed. */
    int failed() {
        return ++waits;
    }

    void published(ChunkResult.Published result) {
        attempts++;
        waits = 0;
        bars = result.bars();
        count = result.bars().count();
        checksum = result.bars().checksum();
        vendor = result.vendor();
        found = -1;
        lookEveryNanos = LEAST_LOOK_NANOS;
    }

    void forgetBars() {
        bars = null;
    }

    @Nullable
    PublishedBars bars() {
        return bars;
    }

    long count() {
        return count;
    }

    long checksum() {
        return checksum;
    }

    String vendor() {
        return vendor;
    }

    /** Whether the table is to be looked at for it now. Each look reads the chunk, so they become rarer the longer it takes. */
    boolean isToLook(long nowNanos) {
        return nowNanos - lookNanos >= lookEveryNanos;
    }

    void looked(long nowNanos) {
        lookNanos = nowNanos;
        lookEveryNanos = Math.min(2 * lookEveryNanos, MOST_LOOK_NANOS);
    }

    /** Notes how many bars the table has; whether they have become more. */
    boolean foundMore(long now) {
        boolean more = now > found;
        found = Math.max(found, now);
        return more;
    }

    long found() {
        return Math.max(0, found);
    }

    BackfillRange entry(BackfillStatus status, Instant now, @Nullable String note) {
        BackfillRange entry = chunk.entry(status, now);
        entry.setAttempts(attempts);
        entry.setBars(count);
        entry.setChecksum(checksum);
        entry.setSource(vendor);
        entry.setNote(note);
        return entry;
    }
}
