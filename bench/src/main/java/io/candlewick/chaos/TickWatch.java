package io.candlewick.chaos;

import io.candlewick.streams.config.Lane;
import java.time.Duration;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks several times a second up to which tick the live lane has committed what it made of them, by partition.
 *
 * <p>A bar closes once a minute of the market, this moves all the time: it shows to the tenth of a second when things flow again, at any speed.
 */
final class TickWatch implements AutoCloseable {

    private static final Duration TOLERATED = Duration.ofMillis(1_500);

    private final AdminWatch watch;
    private final MarketFlow flow;
    private final Freshness freshness;

    TickWatch(String bootstrapServers, MarketFlow flow, Freshness freshness) {
        this.flow = flow;
        this.freshness = freshness;
        this.watch = new AdminWatch(
                "tick-watch",
                bootstrapServers,
                admin -> admin.listConsumerGroupOffsets(Instances.group(Lane.LIVE))
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .forEach(this::note),
                () -> {
                    // That nobody answers is seen by nothing being reached.
                });
    }

    /** Between two steps of the market there is nothing to deal with. */
    void start(Iterable<Integer> partitions, Duration step) {
        partitions.forEach(partition -> freshness.watch(gauge(partition), Freshness.Kind.TICKS, TOLERATED.plus(step)));
        watch.start();
    }

    private static String gauge(int partition) {
        return "ticks of partition " + partition;
    }

    private void note(TopicPartition partition, OffsetAndMetadata committed) {
        if (partition.topic().equals(Lane.LIVE.ticksTopic())) {
            flow.reachedUs(partition.partition(), committed.offset())
                    .ifPresent(timeUs -> freshness.reached(gauge(partition.partition()), timeUs));
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
