package io.candlewick.bench;

import io.candlewick.avro.BarSource;
import io.candlewick.bench.load.LivePace;
import io.candlewick.contract.Topics;
import io.candlewick.market.Bar;
import io.candlewick.serde.RecordSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the bars that come in from now on, as a reader of committed data sees them, and notes how late those of the live lane are. */
final class CommittedBars implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<Bar> decoder;

    CommittedBars(String bootstrapServers, RecordSerdes serdes) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        decoder = serdes.bar().deserializer();
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.BARS.name()).stream()
                .map(info -> new TopicPartition(Topics.BARS.name(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Reads until the first live bar comes, or so many seconds. */
    void awaitFirst(LivePace pace, int seconds) {
        Latencies first = new Latencies();
        read(pace, seconds, 1, first);
    }

    /** Reads for so many seconds. */
    void read(LivePace pace, int seconds, Latencies into) {
        read(pace, seconds, Integer.MAX_VALUE, into);
    }

    private void read(LivePace pace, int seconds, int most, Latencies into) {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < endNanos && into.count() < most) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                // A hundred thousand bars of history a second are not to cost the measured machine their decoding.
                if (!pace.isOwn(record.key())) {
                    continue;
                }
                Bar bar = decoder.deserialize(record.topic(), record.value());
                long closingNanos = pace.closingNanos(bar.endTimeUs());
                if (bar.source() == BarSource.LIVE && closingNanos >= 0) {
                    into.add(System.nanoTime() - closingNanos);
                }
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
        decoder.close();
    }
}
