package io.candlewick.places;

import io.candlewick.avro.FeedState;
import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.Topics;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.streams.services.ServiceReport;
import io.candlewick.streams.services.ServiceStates;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a day of topic {@code feeds}: the last word of every instance of every service. */
public final class FeedWatch {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int TIMEOUT_MS = 10_000;

    private final KafkaConnection kafka;
    private final RecordSerdes serdes;

    /**
     * The topic on a broker; nothing is asked yet.
     *
     * @param kafka the brokers
     * @param serdes how states are written
     */
    public FeedWatch(KafkaConnection kafka, RecordSerdes serdes) {
        this.kafka = kafka;
        this.serdes = serdes;
    }

    /**
     * Reads the topic to its end.
     *
     * @param now the time silence is counted to
     * @return the instances in order of service and name
     * @throws PlaceException if the broker does not answer
     */
    public List<ServiceReport> read(Instant now) throws PlaceException {
        Map<String, Object> settings = kafka.settings();
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (Serde<FeedState> values = serdes.record(FeedState.class);
                KafkaConsumer<String, FeedState> consumer =
                        new KafkaConsumer<>(settings, new StringDeserializer(), values.deserializer())) {
            return readAll(consumer, now.minus(ServiceStates.LOOK_BACK)).report(now);
        } catch (KafkaException failed) {
            throw new PlaceException(
                    "Topic '" + Topics.FEEDS.name() + "' on broker " + kafka.bootstrapServers() + " cannot be read: "
                            + failed.getMessage(),
                    failed);
        }
    }

    private static ServiceStates readAll(KafkaConsumer<String, FeedState> consumer, Instant from) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.FEEDS.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, from.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp start = starts.get(partition);
            consumer.seek(partition, start == null ? ends.getOrDefault(partition, 0L) : start.offset());
        }
        ServiceStates states = new ServiceStates();
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            for (ConsumerRecord<String, FeedState> record : consumer.poll(POLL)) {
                states.heard(record.value(), Instant.ofEpochMilli(record.timestamp()));
            }
        }
        return states;
    }
}
