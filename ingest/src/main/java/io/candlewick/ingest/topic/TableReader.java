package io.candlewick.ingest.topic;

import io.candlewick.contract.TopicSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic as a table, the newest record of each key, and goes on where it stopped.
 *
 * <p><b>Edges</b>: a null value removes its key; a record that cannot be read is left out and logged. <b>Thread</b>: one. <b>Errors</b>:
 * {@link TopicException}.
 *
 * @param <T> the record's generated class
 */
public final class TableReader<T extends SpecificRecord> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int TIMEOUT_MS = 15_000;
    private static final int MAX_POLL = 5_000;

    private final String topic;
    private final Serde<T> values;
    private final KafkaConsumer<String, byte[]> consumer;
    private boolean assigned;

    /**
     * Opens a consumer without a group; the broker is asked at the first reading.
     *
     * @param kafka how the brokers are reached
     * @param topic the topic
     * @param type the record's generated class
     */
    public TableReader(KafkaAccess kafka, TopicSpec topic, Class<T> type) {
        this.topic = topic.name();
        this.values = kafka.serdes().record(type);
        Map<String, Object> settings = kafka.settings();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL);
        settings.putAll(kafka.overrides());
        this.consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Reads a whole topic once.
     *
     * @param kafka how the brokers are reached
     * @param topic the topic
     * @param type the record's generated class
     * @param <T> the record's generated class
     * @return the newest record of each key, in the order they were written
     */
    public static <T extends SpecificRecord> Map<String, T> readAll(KafkaAccess kafka, TopicSpec topic, Class<T> type) {
        Map<String, T> table = new LinkedHashMap<>();
        try (TableReader<T> reader = new TableReader<>(kafka, topic, type)) {
            reader.catchUp((key, value) -> {
                table.remove(key);
                if (value != null) {
                    table.put(key, value);
                }
            });
        }
        return table;
    }

    /**
     * Reads on to where the topic ends now.
     *
     * @param each hears every record in the order of its partition; null deletes its key
     */
    public void catchUp(BiConsumer<String, @Nullable T> each) {
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map((PartitionInfo info) -> new TopicPartition(topic, info.partition()))
                    .toList();
            if (!assigned) {
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                assigned = true;
            }
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            while (isBehind(ends)) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    read(record, each);
                }
            }
        } catch (KafkaException unreachable) {
            throw new TopicException("Topic '" + topic + "' cannot be read: " + unreachable.getMessage(), unreachable);
        }
    }

    private boolean isBehind(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private void read(ConsumerRecord<String, byte[]> record, BiConsumer<String, @Nullable T> each) {
        if (record.key() == null) {
            return;
        }
        T value;
        try {
            value = values.deserializer().deserialize(topic, record.value());
        } catch (SerializationException broken) {
            LOG.warn("Record {}-{}@{} left out: {}", topic, record.partition(), record.offset(), broken.getMessage());
            return;
        }
        each.accept(record.key(), value);
    }

    @Override
    public void close() {
        consumer.close();
        values.close();
    }
}
