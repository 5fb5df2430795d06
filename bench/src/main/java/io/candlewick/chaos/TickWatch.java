package io.candlewick.chaos;

import io.candlewick.streams.config.Lane;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks several times a second up to which tick the live lane has committed what it made of them, by partition.
 *
 * <p>A bar closes once a minute of the market, this moves all the time: it shows to the tenth of a second when things flow again, at any speed.
 */
final class TickWatch implements AutoCloseable {

    private static final int LIMIT_MS = 3_000;
    private static final long PAUSE_MS = 100;
    private static final Duration TOLERATED = Duration.ofMillis(1_500);

    private final Admin admin;
    private final MarketFlow flow;
    private final Freshness freshness;
    private final Thread thread = new Thread(this::run, "tick-watch");
    private volatile boolean stopped;

    TickWatch(String bootstrapServers, MarketFlow flow, Freshness freshness) {
        this.flow = flow;
        this.freshness = freshness;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                LIMIT_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                LIMIT_MS));
        thread.setDaemon(true);
    }

    /** Between two steps of the market there is nothing to deal with. */
    void start(Iterable<Integer> partitions, Duration step) {
        partitions.forEach(partition -> freshness.watch(gauge(partition), Freshness.Kind.TICKS, TOLERATED.plus(step)));
        thread.start();
    }

    private static String gauge(int partition) {
        return "ticks of partition " + partition;
    }

    private void run() {
        while (!stopped) {
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                admin.listConsumerGroupOffsets(Instances.group(Lane.LIVE))
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .forEach(this::note);
            } catch (ExecutionException away) {
                // That nobody answers is seen by nothing being reached.
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void note(TopicPartition partition, OffsetAndMetadata committed) {
        if (partition.topic().equals(Lane.LIVE.ticksTopic())) {
            flow.reachedUs(partition.partition(), committed.offset())
                    .ifPresent(timeUs -> freshness.reached(gauge(partition.partition()), timeUs));
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        admin.close(Duration.ofSeconds(2));
    }
}
