package io.candlewick.connect.sink;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task's work: two batches take turns, one is encoded from what Connect hands over while the other is being written.
 *
 * <p>A failure that passes drops both, has Connect read them again from the first record that is not written, and pauses the task's
 * partitions until the next attempt: nothing is kept here that Kafka keeps. Offsets are committed for what is written only. A
 * record that cannot be written goes to the connector's dead-letter topic after the rest of its batch is written.
 *
 * <p>It is longer than most classes because taking turns, failing and coming back share the two batches, and must be read together.
 *
 * <p><b>Thread</b>: the
 * task's; the writer is used by one other. <b>Errors</b>: {@link ConnectException} to fail the task.
 */
public final class SinkPipeline implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SinkPipeline.class);
    private static final int LOG_EVERY = 100;
    /* Connect asks again by then while something is being gathered, or being written. */
    private static final long LOOK_AGAIN_MS = 5;
    private static final long LOOK_AFTER_MS = 100;

    private final TableWriter writer;
    private final SinkTaskContext context;
    private final Backoff backoff;
    private final Batching batching;
    private final Executor executor;
    private final InstantSource clock;
    private final SinkMetrics metrics = new SinkMetrics();
    private final Map<TopicPartition, Long> dropped = new HashMap<>();
    private PendingBatch filling;
    private PendingBatch other;
    private @Nullable CompletableFuture<Written> writing;
    private Instant fillingSince = Instant.EPOCH;
    private @Nullable Instant pausedUntil;
    private int failedAttempts;
    private long refusedRecords;

    /** What became of a batch. */
    private record Written(List<Refused> refused, long tookMs, long oldestAgeMs) {}

    /**
     * How a pipeline works, beside what it reads and writes.
     *
     * @param batching how records are gathered
     * @param backoff how long to wait after a failure
     * @param executor what writes, one batch at a time
     * @param clock the time of pauses
     * @param retention how long rows are kept; what is older when it arrives is left out
     * @param lane whose bars are written
     */
    public record Pace(
            Batching batching,
            Backoff backoff,
            Executor executor,
            InstantSource clock,
            Retention retention,
            BarLane lane) {}

    /**
     * A pipeline.
     *
     * @param routes which topic holds what
     * @param decoder reads the records
     * @param writer writes the rows
     * @param context the task's
     * @param pace how it works
     */
    public SinkPipeline(Routes routes, RecordDecoder decoder, TableWriter writer, SinkTaskContext context, Pace pace) {
        this.writer = writer;
        this.context = context;
        this.backoff = pace.backoff;
        this.batching = pace.batching;
        this.executor = pace.executor;
        this.clock = pace.clock;
        Expiry expiry = new Expiry(pace.retention, pace.clock);
        this.filling = new PendingBatch(routes, decoder, writer, expiry, pace.lane);
        this.other = new PendingBatch(routes, decoder, writer, expiry, pace.lane);
    }

    /**
     * Prepares the tables before the first record; a database that is away is waited for later.
     *
     * @throws ConnectException if the database refuses for good
     */
    public void start() {
        metrics.register(context);
        try {
            writer.prepare();
        } catch (DeliveryException failure) {
            if (failure.failureClass() != FailureClass.RETRYABLE) {
                throw new ConnectException(failure.getMessage(), failure);
            }
            LOG.warn("Not ready yet: {}", failure.getMessage());
        }
    }

    /**
     * Takes a batch; it is written when {@link #written} says so.
     *
     * @param records what Connect polled, perhaps nothing
     * @throws ConnectException if it never can be written
     */
    public void put(Collection<SinkRecord> records) {
        if (isPaused(records)) {
            return;
        }
        try {
            settle(false);
            gather(records);
            submitIfDue();
            while (writing != null && filling.records() >= batching.maxRows()) {
                settle(true);
                submitIfDue();
            }
            settle(false);
        } catch (DeliveryException failure) {
            drop(records);
            pauseOrFail(failure);
            return;
        }
        lookAgain();
    }

    /** While paused nothing is taken; what comes nevertheless, of a partition that is new here, is read again later. */
    private boolean isPaused(Collection<SinkRecord> records) {
        Instant until = pausedUntil;
        if (until == null) {
            return false;
        }
        long leftMs = until.toEpochMilli() - clock.instant().toEpochMilli();
        if (leftMs > 0) {
            if (!records.isEmpty()) {
                drop(records);
                pausePartitions();
            }
            context.timeout(leftMs);
            return true;
        }
        pausedUntil = null;
        metrics.tryingAgain();
        context.resume(context.assignment().toArray(new TopicPartition[0]));
        return false;
    }

    private void gather(Collection<SinkRecord> records) throws DeliveryException {
        if (records.isEmpty()) {
            return;
        }
        if (filling.records() == 0) {
            fillingSince = clock.instant();
        }
        filling.add(records);
        if (!dropped.isEmpty()) {
            dropped.keySet().removeAll(filling.firstOffsets().keySet());
        }
    }

    private void submitIfDue() {
        if (writing != null || filling.records() == 0 || lingerMs() > 0) {
            return;
        }
        PendingBatch batch = filling;
        filling = other;
        other = batch;
        writing = CompletableFuture.supplyAsync(() -> write(batch), executor);
    }

    /** How long the batch that is being gathered may still wait for more. */
    private long lingerMs() {
        if (batching.linger().isZero() || filling.records() >= batching.lingerRows()) {
            return 0;
        }
        return Math.max(
                0,
                fillingSince.plus(batching.linger()).toEpochMilli()
                        - clock.instant().toEpochMilli());
    }

    private Written write(PendingBatch batch) {
        long start = System.nanoTime();
        try {
            writer.prepare();
            List<Refused> refused = batch.write();
            long oldestAgeMs = clock.millis() - batch.oldestMs();
            return new Written(refused, (System.nanoTime() - start) / 1_000_000, oldestAgeMs);
        } catch (DeliveryException failure) {
            throw new Undelivered(failure);
        }
    }

    /** Carries a failure out of the writer's thread. */
    private static final class Undelivered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undelivered(DeliveryException failure) {
            super(failure);
        }
    }

    /** Takes note of a batch that is done. */
    private void settle(boolean await) throws DeliveryException {
        CompletableFuture<Written> batch = writing;
        if (batch == null || !(await || batch.isDone())) {
            return;
        }
        Written written = outcome(batch);
        report(written.refused());
        metrics.written(other, written.refused().size(), written.tookMs(), written.oldestAgeMs());
        metrics.registerAgain(context);
        other.clear();
        writing = null;
        if (failedAttempts > 0) {
            LOG.info("Writing again after {} failed attempts", failedAttempts);
            failedAttempts = 0;
        }
    }

    private static Written outcome(CompletableFuture<Written> batch) throws DeliveryException {
        try {
            return batch.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Undelivered
                    && failed.getCause().getCause() instanceof DeliveryException why) {
                throw why;
            }
            throw new ConnectException("Cannot write: " + failed.getCause(), failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while writing", stopping);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Connect keeps the future itself and awaits it before it commits.
    private static void send(ErrantRecordReporter reporter, Refused bad, String message) {
        reporter.report(bad.record(), new ConnectException(message, bad.reason()));
    }

    /** Only after the rest is written: a batch that is read again would be reported again. */
    private void report(List<Refused> refused) {
        if (refused.isEmpty()) {
            return;
        }
        @Nullable ErrantRecordReporter reporter = context.errantRecordReporter();
        for (Refused bad : refused) {
            String message =
                    "Record " + coordinates(bad.record()) + " " + bad.reason().getMessage();
            if (reporter == null) {
                throw new ConnectException(
                        message + "; to leave such records out set errors.tolerance=all and"
                                + " errors.deadletterqueue.topic.name",
                        bad.reason());
            }
            if (refusedRecords++ % LOG_EVERY == 0) {
                LOG.warn("To the dead-letter topic ({} so far): {}", refusedRecords, message);
            }
            send(reporter, bad, message);
        }
    }

    private static String coordinates(SinkRecord record) {
        return record.originalTopic() + "-" + record.originalKafkaPartition() + "@" + record.originalKafkaOffset();
    }

    /** Lets go of everything that is not written, and remembers from where it is to be read again. */
    private void drop(Collection<SinkRecord> records) {
        awaitQuietly();
        for (SinkRecord record : records) {
            dropped.merge(
                    new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                    record.originalKafkaOffset(),
                    Math::min);
        }
        for (PendingBatch batch : List.of(filling, other)) {
            batch.firstOffsets().forEach((partition, offset) -> dropped.merge(partition, offset, Math::min));
            batch.clear();
        }
        writing = null;
        dropped.keySet().retainAll(context.assignment());
        context.offset(Map.copyOf(dropped));
    }

    /** The writer's thread must be done with a batch before its arrays are used again; if it wrote it after all, it is written twice. */
    private void awaitQuietly() {
        CompletableFuture<Written> batch = writing;
        if (batch != null) {
            batch.handle((written, failure) -> written).join();
        }
    }

    private void pauseOrFail(DeliveryException failure) {
        if (failure.failureClass() != FailureClass.RETRYABLE) {
            throw new ConnectException(failure.getMessage(), failure);
        }
        failedAttempts++;
        metrics.failed();
        long pauseMs = backoff.pauseMs(failedAttempts);
        pausedUntil = clock.instant().plusMillis(pauseMs);
        pausePartitions();
        context.timeout(pauseMs);
        if (failedAttempts == 1 || failedAttempts % LOG_EVERY == 0) {
            LOG.warn("Attempt {} to write failed, next in {} ms: {}", failedAttempts, pauseMs, failure.getMessage());
        }
    }

    private void pausePartitions() {
        context.pause(context.assignment().toArray(new TopicPartition[0]));
    }

    /** Connect calls again when there are records or when this time is over, not when a batch is written. */
    private void lookAgain() {
        if (filling.records() > 0) {
            context.timeout(Math.max(LOOK_AGAIN_MS, writing == null ? lingerMs() : 0));
        } else if (writing != null) {
            context.timeout(LOOK_AFTER_MS);
        }
    }

    /**
     * The offsets that may be committed: those Connect delivered, but none at or above a record that is not written.
     *
     * @param delivered what Connect would commit
     * @return what it should commit
     */
    public Map<TopicPartition, OffsetAndMetadata> written(Map<TopicPartition, OffsetAndMetadata> delivered) {
        settleIfWell();
        Map<TopicPartition, OffsetAndMetadata> written = new HashMap<>(delivered);
        for (Map<TopicPartition, Long> unwritten : List.of(dropped, filling.firstOffsets(), other.firstOffsets())) {
            unwritten.forEach((partition, offset) -> written.computeIfPresent(
                    partition, (same, end) -> end.offset() > offset ? new OffsetAndMetadata(offset) : end));
        }
        return written;
    }

    /** A failure, or a record to report, is for {@link #put}: Connect takes an error here for one of the commit. */
    private void settleIfWell() {
        CompletableFuture<Written> batch = writing;
        if (batch == null || !batch.isDone() || batch.isCompletedExceptionally()) {
            return;
        }
        if (batch.join().refused().isEmpty()) {
            try {
                settle(false);
            } catch (DeliveryException impossible) {
                throw new IllegalStateException("a batch that was written was not", impossible);
            }
        }
    }

    /**
     * Forgets partitions that now belong to another task.
     *
     * @param partitions the partitions
     */
    public void forget(Collection<TopicPartition> partitions) {
        dropped.keySet().removeAll(partitions);
    }

    @Override
    public void close() {
        writer.close();
    }
}
