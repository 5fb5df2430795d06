package io.candlewick.connect.sink;

import io.candlewick.connect.sink.RecordBatch.Refused;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Tick;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task's work: what Connect hands over is written when {@link #put} returns, in one statement a table, with nothing held back to
 * fill a batch.
 *
 * <p>While a database is away the batch stays with Connect, which hands the same records over again; nothing is kept here. A record
 * that cannot be written goes to the connector's dead-letter topic after the rest of its batch is written. <b>Thread</b>: the task's.
 * <b>Errors</b>: {@link RetriableException} to be given the batch again, {@link ConnectException} to fail the task.
 */
public final class SinkPipeline implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SinkPipeline.class);
    private static final int LOG_EVERY = 100;

    private final Routes routes;
    private final RecordDecoder decoder;
    private final TableWriter writer;
    private final SinkTaskContext context;
    private final Backoff backoff;
    private final Map<TopicPartition, Long> firstUnwritten = new HashMap<>();
    private int failedAttempts;
    private long refusedRecords;

    /**
     * A pipeline.
     *
     * @param routes which topic holds what
     * @param decoder reads the records
     * @param writer writes the rows
     * @param context the task's
     * @param backoff how long to wait after a failure
     */
    public SinkPipeline(
            Routes routes, RecordDecoder decoder, TableWriter writer, SinkTaskContext context, Backoff backoff) {
        this.routes = routes;
        this.decoder = decoder;
        this.writer = writer;
        this.context = context;
        this.backoff = backoff;
    }

    /**
     * Prepares the tables before the first record; a database that is away is waited for by {@link #put}.
     *
     * @throws ConnectException if the database refuses for good
     */
    public void start() {
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
     * Writes a batch.
     *
     * @param records what Connect polled, perhaps nothing
     * @throws RetriableException if it was not written and is to be handed over again
     * @throws ConnectException if it never can be
     */
    public void put(Collection<SinkRecord> records) {
        try {
            writer.prepare();
            List<Refused> refused = write(RecordBatch.decode(records, routes, decoder));
            report(refused);
        } catch (DeliveryException failure) {
            noteUnwritten(records);
            throw failed(failure, records.size());
        }
        if (failedAttempts > 0) {
            LOG.info("Writing again after {} failed attempts", failedAttempts);
        }
        failedAttempts = 0;
        firstUnwritten.clear();
    }

    private List<Refused> write(RecordBatch batch) throws DeliveryException {
        List<Refused> refused = new ArrayList<>(batch.refused());
        for (Map.Entry<String, List<Row<Tick>>> entry : batch.ticks().entrySet()) {
            refused.addAll(IsolatingWrite.write(entry.getValue(), rows -> writer.writeTicks(entry.getKey(), rows)));
        }
        for (Map.Entry<String, List<Row<Bar>>> entry : batch.bars().entrySet()) {
            refused.addAll(IsolatingWrite.write(entry.getValue(), rows -> writer.writeBars(entry.getKey(), rows)));
        }
        for (Map.Entry<String, List<Row<IndicatorValues>>> entry :
                batch.indicators().entrySet()) {
            refused.addAll(
                    IsolatingWrite.write(entry.getValue(), rows -> writer.writeIndicators(entry.getKey(), rows)));
        }
        return refused;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Connect keeps the future itself and awaits it before it commits.
    private static void send(ErrantRecordReporter reporter, Refused bad, String message) {
        reporter.report(bad.record(), new ConnectException(message, bad.reason()));
    }

    /** Only after the rest is written: a batch that is handed over again would be reported again. */
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

    private RuntimeException failed(DeliveryException failure, int records) {
        if (failure.failureClass() != FailureClass.RETRYABLE) {
            return new ConnectException(failure.getMessage(), failure);
        }
        failedAttempts++;
        long pauseMs = backoff.pauseMs(failedAttempts);
        context.timeout(pauseMs);
        if (failedAttempts == 1 || failedAttempts % LOG_EVERY == 0) {
            LOG.warn(
                    "Attempt {} to write {} records failed, next in {} ms: {}",
                    failedAttempts,
                    records,
                    pauseMs,
                    failure.getMessage());
        }
        return new RetriableException(failure.getMessage(), failure);
    }

    private static String coordinates(SinkRecord record) {
        return record.originalTopic() + "-" + record.originalKafkaPartition() + "@" + record.originalKafkaOffset();
    }

    private void noteUnwritten(Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            firstUnwritten.merge(
                    new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                    record.originalKafkaOffset(),
                    Math::min);
        }
    }

    /**
     * The offsets that may be committed: those Connect delivered, but none at or above a record that is not written.
     *
     * @param delivered what Connect would commit
     * @return what it should commit
     */
    public Map<TopicPartition, OffsetAndMetadata> written(Map<TopicPartition, OffsetAndMetadata> delivered) {
        if (firstUnwritten.isEmpty()) {
            return delivered;
        }
        Map<TopicPartition, OffsetAndMetadata> written = new HashMap<>(delivered);
        firstUnwritten.forEach((partition, offset) -> written.computeIfPresent(
                partition, (same, end) -> end.offset() > offset ? new OffsetAndMetadata(offset) : end));
        return written;
    }

    /**
     * Forgets partitions that now belong to another task.
     *
     * @param partitions the partitions
     */
    public void forget(Collection<TopicPartition> partitions) {
        firstUnwritten.keySet().removeAll(partitions);
    }

    @Override
    public void close() {
        writer.close();
    }
}
