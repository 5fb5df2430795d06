package io.candlewick.ingest.download;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads every chunk from requested to verified: gives it to a worker when one is free, has the table looked at once it is published, has it
 * published again where the table stands still without it.
 *
 * <p>Short holes have a worker of their own, so that they never wait for history. Of one symbol one chunk at a time is worked on, the earliest
 * first. At most so many history chunks are published and not yet verified; more wait.
 *
 * <p>It is longer than most classes because each step of a chunk decides which other chunks may take theirs.
 *
 * <p><b>Thread</b>: all methods are the planner's, but {@link #progress}. <b>Cost</b>: memory for the chunks that are on
 * their way, and the bars of those that are worked on.
 */
final class ChunkScheduler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkScheduler.class);
    private static final long CHECK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long CLOSE_SECONDS = 15;

    private final DownloadConfig config;
    private final LedgerSteps steps;
    private final Verification verification;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "download-worker");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, ChunkJob> waiting = new LinkedHashMap<>();
    private final Map<String, ChunkJob> working = new LinkedHashMap<>();
    private final Map<String, ChunkJob> unverified = new LinkedHashMap<>();
    private final Deque<ChunkWorker> freeForHistory = new ArrayDeque<>();
    private final Deque<ChunkWorker> freeForLive = new ArrayDeque<>();
    private final List<ChunkWorker> workers = new ArrayList<>();
    private final Queue<Runnable> results = new ConcurrentLinkedQueue<>();
    private boolean checking;
    private long nextCheckNanos;
    private long progressNanos = System.nanoTime();
    private volatile DownloadProgress counts = new DownloadProgress(0, 0, 0, 0, 0, 0, 0, 0, 0, false, 0, "");

    ChunkScheduler(ChunkWorker.Parts parts, Verification verification, LedgerSteps steps) {
        this.config = parts.config();
        this.steps = steps;
        this.verification = verification;
        for (int worker = 0; worker < config.workers(); worker++) {
            freeForHistory.add(added(new ChunkWorker(parts)));
        }
        freeForLive.add(added(new ChunkWorker(parts)));
    }

    private ChunkWorker added(ChunkWorker worker) {
        workers.add(worker);
        return worker;
    }

    /** Takes a new chunk, and notes it as requested. */
    void accept(ChunkJob job) {
        if (!isKnown(job.chunk().key())) {
            steps.done(job, BackfillStatus.REQUESTED, null);
            waiting.put(job.chunk().key(), job);
        }
    }

    private boolean isKnown(String key) {
        return waiting.containsKey(key) || working.containsKey(key) || unverified.containsKey(key);
    }

    /** Takes what the ledger has unfinished and is ours, and lets go of what is not ours any more. */
    void resume(List<BackfillRange> unfinished, Predicate<Chunk> isOurs) {
        waiting.values().removeIf(job -> !isOurs.test(job.chunk()));
        unverified.values().removeIf(job -> !isOurs.test(job.chunk()));
        List<BackfillRange> inOrder = new ArrayList<>(unfinished);
        inOrder.sort(Comparator.comparing(BackfillRange::getFromTime));
        for (BackfillRange range : inOrder) {
            ChunkJob job = ChunkJob.resumed(range, steps.clock().instant());
            if (!isOurs.test(job.chunk()) || isKnown(job.chunk().key())) {
                continue;
            }
            if (range.getStatus() == BackfillStatus.PUBLISHED) {
                unverified.put(job.chunk().key(), job);
            } else {
                waiting.put(job.chunk().key(), job);
            }
        }
        progressNanos = System.nanoTime();
    }

    /** Does what can be done now. */
    void step() {
        for (Runnable result = results.poll(); result != null; result = results.poll()) {
            result.run();
        }
        assign();
        check();
        note(counts.verified(), counts.failed(), counts.republished(), counts.bars(), counts.rejected());
    }

    private void assign() {
        Instant now = steps.clock().instant();
        Set<String> busy = new HashSet<>();
        working.values().forEach(job -> busy.add(symbolOf(job)));
        long published =
                unverified.values().stream().filter(ChunkJob::isHistory).count();
        for (ChunkJob job : List.copyOf(waiting.values())) {
            Deque<ChunkWorker> free = job.isHistory() ? freeForHistory : freeForLive;
            long inHand = published + config.workers() - freeForHistory.size();
            boolean isFull = job.isHistory() && inHand >= config.maxUnverified();
            // Bars of a symbol come in order of time, or its indicators are computed again and again.
            if (free.isEmpty() || isFull || job.due().isAfter(now) || !busy.add(symbolOf(job))) {
                continue;
            }
            waiting.remove(job.chunk().key());
            working.put(job.chunk().key(), job);
            work(free.remove(), free, job);
        }
    }

    private static String symbolOf(ChunkJob job) {
        return job.chunk().lane() + "|" + job.chunk().tenant() + "|"
                + job.chunk().symbol();
    }

    private void work(ChunkWorker worker, Deque<ChunkWorker> free, ChunkJob job) {
        threads.execute(() -> {
            ChunkResult result;
            try {
                result = worker.work(job.chunk());
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failed) {
                LOG.warn("Chunk {} failed", job.chunk(), failed);
                result = new ChunkResult.Later(String.valueOf(failed), Duration.ofMinutes(1), true);
            }
            ChunkResult done = result;
            results.add(() -> {
                free.add(worker);
                working.remove(job.chunk().key());
                settle(job, done);
            });
        });
    }

    private void settle(ChunkJob job, ChunkResult result) {
        if (result instanceof ChunkResult.Published published) {
            job.published(published);
            progressNanos = System.nanoTime();
            note(
                    counts.verified(),
                    counts.failed(),
                    counts.republished() + (job.attempts() > 1 ? 1 : 0),
                    counts.bars() + published.bars().count(),
                    counts.rejected() + published.rejected());
            if (published.bars().count() == 0) {
                verified(job, published.vendor() + " has no bars there");
            } else {
                steps.done(job, BackfillStatus.PUBLISHED, null);
                unverified.put(job.chunk().key(), job);
            }
        } else if (result instanceof ChunkResult.Later later) {
            retry(job, later);
        } else if (result instanceof ChunkResult.Failed failed) {
            fail(job, failed.reason());
        }
    }

    private void retry(ChunkJob job, ChunkResult.Later later) {
        int failures = later.counts() ? job.failed() : 0;
        if (failures >= config.attempts()) {
            fail(job, later.reason());
            return;
        }
        LOG.info("Chunk {} waits {}: {}", job.chunk(), later.after(), later.reason());
        job.wait(steps.clock().instant().plus(later.after().multipliedBy(Math.max(1, failures))));
        waiting.put(job.chunk().key(), job);
    }

    private void fail(ChunkJob job, String reason) {
        LOG.warn("Chunk {} failed: {}", job.chunk(), reason);
        steps.done(job, BackfillStatus.FAILED, reason);
        note(counts.verified(), counts.failed() + 1, counts.republished(), counts.bars(), counts.rejected());
    }

    private void verified(ChunkJob job, @Nullable String remark) {
        steps.done(job, BackfillStatus.VERIFIED, remark);
        note(counts.verified() + 1, counts.failed(), counts.republished(), counts.bars(), counts.rejected());
    }

    private void check() {
        long now = System.nanoTime();
        if (checking || unverified.isEmpty() || now < nextCheckNanos) {
            return;
        }
        checking = true;
        List<ChunkJob> jobs =
                unverified.values().stream().filter(job -> job.isToLook(now)).toList();
        jobs.forEach(job -> job.looked(now));
        threads.execute(() -> {
            for (ChunkJob job : jobs) {
                if (!look(job)) {
                    break;
                }
            }
            results.add(() -> {
                checking = false;
                nextCheckNanos = System.nanoTime() + CHECK_EVERY_NANOS;
                if (System.nanoTime() - progressNanos > config.patience().toNanos()) {
                    giveUpWaiting();
                }
            });
        });
    }

    /* Whether the next one is worth looking at: the table is there. */
    private boolean look(ChunkJob job) {
        try {
            PublishedBars bars = job.bars();
            Verification.Finding finding = bars == null
                    ? verification.compare(job.chunk().span(), job.count(), job.checksum())
                    : verification.compare(job.chunk().span(), bars);
            results.add(() -> take(job, finding));
            return true;
        } catch (IOException away) {
            LOG.info("Chunks wait for the table: {}", away.getMessage());
            results.add(() -> progressNanos = System.nanoTime());
            return false;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void take(ChunkJob job, Verification.Finding finding) {
        if (!unverified.containsKey(job.chunk().key())) {
            return;
        }
        if (finding.isComplete()) {
            unverified.remove(job.chunk().key());
            job.forgetBars();
            progressNanos = System.nanoTime();
            verified(job, finding.better() == 0 ? null : finding.better() + " bars stand better than the vendor's");
        } else if (job.foundMore(finding.found())) {
            progressNanos = System.nanoTime();
        }
    }

    /* The table has stood still for too long: what it lacks is published once more. */
    private void giveUpWaiting() {
        progressNanos = System.nanoTime();
        for (ChunkJob job : List.copyOf(unverified.values())) {
            unverified.remove(job.chunk().key());
            String reason = "ClickHouse holds " + job.found() + " of " + job.count() + " bars as published";
            if (job.attempts() >= config.attempts()) {
                fail(
                        job,
                        reason + ", after " + job.attempts() + " publications; see ./candlewick status for the sinks");
            } else {
                LOG.warn("Chunk {} is published again: {}", job.chunk(), reason);
                job.forgetBars();
                job.wait(steps.clock().instant());
                waiting.put(job.chunk().key(), job);
            }
        }
    }

    private void note(long verified, long failed, long republished, long bars, long rejected) {
        counts = new DownloadProgress(
                waiting.size(),
                working.size(),
                unverified.size(),
                verified,
                failed,
                republished,
                bars,
                rejected,
                0,
                false,
                0,
                "");
    }

    DownloadProgress progress(LagGate gate) {
        DownloadProgress now = counts;
        return new DownloadProgress(
                now.waiting(),
                now.working(),
                now.unverified(),
                now.verified(),
                now.failed(),
                now.republished(),
                now.bars(),
                now.rejected(),
                gate.lag(),
                gate.isClosed(),
                gate.pauses(),
                gate.furthest());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A chunk was still worked on; it will be done again");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        workers.forEach(ChunkWorker::close);
    }
}
