package io.candlewick.cli;

import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.Topics;
import io.candlewick.local.StackException;
import io.candlewick.places.Backlog;
import io.candlewick.places.PlaceException;
import io.candlewick.streams.config.Lane;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until what was published has become bars, and the bars rows; what is not running is not waited for. */
final class CatchUp {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long STALLED_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final KafkaConnection kafka;
    private final Steps steps;

    CatchUp(KafkaConnection kafka, Steps steps) {
        this.kafka = kafka;
        this.steps = steps;
    }

    /** Waits until the lane has made bars of its ticks, then for the sinks of both databases. */
    void awaitTicks(Lane lane) throws PlaceException, StackException {
        String ticks = lane.ticksTopic();
        try (Backlog backlog = new Backlog(kafka)) {
            await("bars", "candlewick-" + lane.code(), List.of(ticks), backlog);
            awaitSinks("timescale", "connect-timescaledb-", lane, backlog);
            awaitSinks("clickhouse", "connect-clickhouse-", lane, backlog);
        }
    }

    /** Waits until the lane has taken in a vendor's bars, then until both databases have what it made of them. */
    void awaitVendorBars(Lane lane, String vendorBars) throws PlaceException, StackException {
        List<String> bars = List.of(Topics.BARS.name());
        try (Backlog backlog = new Backlog(kafka)) {
            await("bars", "candlewick-" + lane.code(), List.of(vendorBars), backlog);
            await("timescale", "connect-timescaledb-history", bars, backlog);
            await("clickhouse", "connect-clickhouse-history", bars, backlog);
        }
    }

    /** Each lane's ticks and bars have a connector of their own. */
    private void awaitSinks(String name, String database, Lane lane, Backlog backlog)
            throws PlaceException, StackException {
        String group = database + (lane == Lane.LIVE ? "sink" : "history");
        await(name, group, List.of(lane.ticksTopic(), Topics.BARS.name()), backlog);
    }

    private void await(String name, String group, List<String> topics, Backlog backlog)
            throws PlaceException, StackException {
        steps.begin(name);
        if (!backlog.isActive(group)) {
            steps.done("nobody reads as group " + group + ": not waited for");
            return;
        }
        long least = Long.MAX_VALUE;
        long progressNanos = System.nanoTime();
        while (true) {
            long behind = backlog.of(group, topics);
            if (behind == 0) {
                steps.done("group " + group + " has dealt with all of " + String.join(" and ", topics));
                return;
            }
            if (behind < least) {
                least = behind;
                progressNanos = System.nanoTime();
            } else if (System.nanoTime() - progressNanos > STALLED_NANOS) {
                throw new StackException("group " + group + " is " + behind + " records behind " + topics
                        + " and makes no progress: see ./candlewick status and the logs in the data directory");
            }
            steps.progress(String.format(Locale.ROOT, "%,d records to go", behind));
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
