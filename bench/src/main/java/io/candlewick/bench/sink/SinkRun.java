package io.candlewick.bench.sink;

import io.candlewick.bench.Load;
import io.candlewick.bench.measured.ProcessorTime;
import io.candlewick.connect.rest.ConnectorDeployer;
import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.connect.rest.ConnectorStatus;
import io.candlewick.local.StackException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Runs one connector over a topic from its first record to its last, or writes its rows by hand. */
final class SinkRun {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long LOOK_EVERY_MS = 50;
    private static final long ASK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final SinkStack stack;
    private final SinkSide side;
    private final long rows;

    SinkRun(SinkStack stack, SinkSide side, long rows) {
        this.stack = stack;
        this.side = side;
        this.rows = rows;
    }

    /**
     * What a run showed.
     *
     * @param variant who wrote
     * @param target what and where
     * @param rowsPerSecond by the database's own times
     * @param workerMicros processor time of the whole worker a row; {@code NaN} where there is no worker
     * @param databaseMicros processor time of the database's processes a row; {@code NaN} where they cannot be seen
     * @param load processes that wanted a processor in the minute before
     */
    record Result(
            String variant,
            Target target,
            double rowsPerSecond,
            double workerMicros,
            double databaseMicros,
            double load) {}

    /** A connector that reads the topic into a table. */
    Result measure(String variant, Target target, String table, ConnectorFile connector)
            throws StackException, InterruptedException {
        double load = new Load().average();
        side.truncate(table);
        ConnectorDeployer connectors = stack.connectors();
        connectors.apply(connector, START_LIMIT);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            await(connector, () -> side.hasRows(table));
            // Before that the worker loads classes and joins its group.
            long seen = side.rows(table);
            ProcessorTime worker = workerTime();
            ProcessorTime database = side.processorTime();
            await(connector, () -> committed(admin, connector, target.topic()) >= rows);
            double workerMicros = workerTime().microsSince(worker);
            double databaseMicros = side.processorTime().microsSince(database);
            long written = side.rows(table);
            if (written != rows) {
                throw new StackException(connector.name() + " wrote " + written + " rows instead of " + rows);
            }
            double counted = Math.max(1, rows - seen);
            return new Result(
                    variant, target, side.rowsPerSecond(table), workerMicros / counted, databaseMicros / counted, load);
        } finally {
            connectors.delete(connector.name());
        }
    }

    /** A connector that reads the topic and writes nothing. */
    Result alone(String variant, Target target, ConnectorFile connector) throws StackException, InterruptedException {
        double load = new Load().average();
        ConnectorDeployer connectors = stack.connectors();
        connectors.apply(connector, START_LIMIT);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            await(connector, () -> committed(admin, connector, target.topic()) > 0);
            long seen = committed(admin, connector, target.topic());
            long startNanos = System.nanoTime();
            ProcessorTime worker = workerTime();
            await(connector, () -> committed(admin, connector, target.topic()) >= rows);
            double counted = Math.max(1, rows - seen);
            return new Result(
                    variant,
                    target,
                    counted / ((System.nanoTime() - startNanos) / 1e9),
                    workerTime().microsSince(worker) / counted,
                    Double.NaN,
                    load);
        } finally {
            connectors.delete(connector.name());
        }
    }

    /** The rows that were kept, by hand. */
    Result floor(String variant, Target target, boolean upsert) throws StackException {
        double load = new Load().average();
        side.truncate(target.table());
        ProcessorTime before = side.processorTime();
        double perSecond = side.floor(target.table(), upsert);
        double micros = side.processorTime().microsSince(before) / rows;
        return new Result(variant, target, perSecond, Double.NaN, micros, load);
    }

    private ProcessorTime workerTime() {
        return ProcessorTime.of(List.of(stack.worker().pid()));
    }

    /** How far the connector says that it is, which costs the database nothing. */
    private static long committed(Admin admin, ConnectorFile connector, String topic)
            throws StackException, InterruptedException {
        try {
            @Nullable
            OffsetAndMetadata offset = admin.listConsumerGroupOffsets("connect-" + connector.name())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(topic, 0));
            return offset == null ? 0 : offset.offset();
        } catch (ExecutionException failed) {
            throw new StackException("the broker does not say how far " + connector.name() + " is: " + failed, failed);
        }
    }

    private interface Condition {
        boolean holds() throws StackException, InterruptedException;
    }

    private void await(ConnectorFile connector, Condition condition) throws StackException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        long nextAsked = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new StackException(
                        connector.name() + " did not write " + rows + " rows in " + LIMIT.toMinutes() + " minutes");
            }
            if (System.nanoTime() >= nextAsked) {
                // The worker answers, in the same process that is measured: twenty times a second cost it 0.3 us a row.
                failIfFailed(connector);
                nextAsked = System.nanoTime() + ASK_EVERY_NANOS;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
    }

    private void failIfFailed(ConnectorFile connector) throws StackException {
        Optional<ConnectorStatus> status = stack.connectors().find(connector.name());
        if (status.isPresent() && status.get().hasFailed()) {
            throw new StackException("connector " + status.get());
        }
    }
}
