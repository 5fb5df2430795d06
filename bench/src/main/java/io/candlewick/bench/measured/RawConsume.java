package io.candlewick.bench.measured;

import io.candlewick.market.Tick;
import io.candlewick.streams.config.StreamsAppConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads and decodes every tick with a consumer of the settings that Kafka Streams gives its own. */
final class RawConsume {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int STREAMS_POLL_RECORDS = 1_000;

    private final StreamsAppConfig config;
    private final String topic;

    RawConsume(StreamsAppConfig config, String topic) {
        this.config = config;
        this.topic = topic;
    }

    Measurement run(long warmUp, long records) {
        try (KafkaConsumer<String, Tick> consumer = new KafkaConsumer<>(
                settings(), new StringDeserializer(), config.serdes().tick().deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long read = 0;
            long timesUs = 0;
            while (read < warmUp) {
                for (ConsumerRecord<String, Tick> record : consumer.poll(POLL)) {
                    timesUs ^= record.value().eventTimeUs();
                    read++;
                }
            }
            long from = read;
            Stopwatch watch = new Stopwatch("main");
            while (read < records) {
                for (ConsumerRecord<String, Tick> record : consumer.poll(POLL)) {
                    timesUs ^= record.value().eventTimeUs();
                    read++;
                }
            }
            Measurement measurement = watch.stop(Variant.RAW, read - from);
            // Used, so that nothing of the decoding can be left out.
            System.err.println("checksum " + timesUs);
            return measurement;
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, STREAMS_POLL_RECORDS);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return settings;
    }
}
