package io.candlewick.bench.sink;

import io.candlewick.connect.rest.ConnectorDeployer;
import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.connect.rest.ConnectorStatus;
import io.candlewick.local.StackException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs one connector over a topic from its first record to its last. */
final class SinkRun {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long LOOK_EVERY_MS = 50;

    private final SinkStack stack;
    private final SinkSide side;

    SinkRun(SinkStack stack, SinkSide side) {
        this.stack = stack;
        this.side = side;
    }

    /**
     * What a run showed.
     *
     * @param variant who wrote
     * @param target what and where
     * @param rowsPerSecond by the database's own times
     * @param workerMicros processor time of the whole worker a row; {@code NaN} where there is no worker
     */
    record Result(String variant, Target target, double rowsPerSecond, double workerMicros) {}

    Result measure(String variant, Target target, String table, ConnectorFile connector, long rows)
            throws StackException, InterruptedException {
        side.truncate(table);
        ProcessHandle worker = stack.worker();
        ConnectorDeployer connectors = stack.connectors();
        connectors.apply(connector, START_LIMIT);
        try {
            long seen = await(connector, table, 1);
            Duration before = worker.info().totalCpuDuration().orElse(Duration.ZERO);
            await(connector, table, rows);
            Duration spent =
                    worker.info().totalCpuDuration().orElse(Duration.ZERO).minus(before);
            return new Result(
                    variant, target, side.rowsPerSecond(table), spent.toNanos() / 1e3 / Math.max(1, rows - seen));
        } finally {
            connectors.delete(connector.name());
        }
    }

    private long await(ConnectorFile connector, String table, long rows) throws StackException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        long found = side.rows(table);
        while (found < rows) {
            if (System.nanoTime() > deadline) {
                throw new StackException(connector.name() + " wrote " + found + " of " + rows + " rows in "
                        + LIMIT.toMinutes() + " minutes");
            }
            failIfFailed(connector);
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            found = side.rows(table);
        }
        return found;
    }

    private void failIfFailed(ConnectorFile connector) throws StackException {
        Optional<ConnectorStatus> status = stack.connectors().find(connector.name());
        if (status.isPresent() && status.get().hasFailed()) {
            throw new StackException("connector " + status.get());
        }
    }
}
