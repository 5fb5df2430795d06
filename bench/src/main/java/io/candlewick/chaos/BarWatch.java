package io.candlewick.chaos;

import io.candlewick.avro.BarStatus;
import io.candlewick.contract.Topics;
import io.candlewick.market.Bar;
import io.candlewick.market.Timeframe;
import io.candlewick.serde.RecordSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads committed bars as they come, and holds them against what may be said of a key: FINAL with revision 0 once, then CORRECTED, each
 * revision one more than the one before.
 */
final class BarWatch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration TOLERATED = Duration.ofMillis(1_500);
    private static final int MOST_VIOLATIONS = 100;

    private final KafkaConsumer<String, Bar> consumer;
    private final Freshness freshness;
    private final Map<String, Integer> revisions = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "bar-watch");
    private volatile boolean stopped;
    private long corrected;

    BarWatch(String bootstrapServers, RecordSerdes serdes, Freshness freshness) {
        this.freshness = freshness;
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        this.consumer = new KafkaConsumer<>(
                settings, new StringDeserializer(), serdes.bar().deserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.BARS.name()).stream()
                .map(info -> new TopicPartition(Topics.BARS.name(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.setDaemon(true);
    }

    static String gauge(int partition) {
        return "bars of partition " + partition;
    }

    void start(Iterable<Integer> partitions) {
        partitions.forEach(partition -> freshness.watch(gauge(partition), Freshness.Kind.BARS, TOLERATED));
        thread.start();
    }

    private void run() {
        while (!stopped) {
            try {
                for (ConsumerRecord<String, Bar> record : consumer.poll(POLL)) {
                    take(record);
                }
            } catch (KafkaException away) {
                violate("bars cannot be read: " + away);
            }
        }
    }

    private void take(ConsumerRecord<String, Bar> record) {
        Bar bar = record.value();
        if (bar.key().timeframe().equals(Timeframe.M1)) {
            freshness.seen(gauge(record.partition()), bar.endTimeUs());
        }
        audit(record.key(), bar, record.partition() + "/" + record.offset());
    }

    private synchronized void audit(String key, Bar bar, String place) {
        Integer before = revisions.put(key, bar.revision());
        int due = before == null ? 0 : before + 1;
        BarStatus status = due == 0 ? BarStatus.FINAL : BarStatus.CORRECTED;
        if (bar.revision() != due || bar.status() != status) {
            violate(key + " at " + place + " says " + bar.status() + " revision " + bar.revision() + ", and " + status
                    + " revision " + due + " was due");
        }
        corrected += due == 0 ? 0 : 1;
    }

    private synchronized void violate(String what) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(what);
        }
    }

    /** What was said that may not be said. */
    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** Bars there are. */
    synchronized int bars() {
        return revisions.size();
    }

    /** Corrections there were. */
    synchronized long corrected() {
        return corrected;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
        }
    }
}
