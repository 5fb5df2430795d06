package io.candlewick.places;

import io.candlewick.config.KafkaConnection;
import io.candlewick.market.Symbol;
import io.candlewick.serde.SymbolPartitioner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what a topic holds, of one symbol or of all, from its first record to the last that is committed now.
 *
 * <p><b>Cost</b>: the symbol's whole partition is read. <b>Thread</b>: any.
 */
public final class TopicScan {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int TIMEOUT_MS = 15_000;
    private static final int FETCH_BYTES = 16 * 1024 * 1024;

    private final KafkaConnection kafka;

    /**
     * Reads topics of a broker.
     *
     * @param kafka the broker
     */
    public TopicScan(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    void read(String topic, Symbol symbol, Consumer<ConsumerRecord<byte[], byte[]>> each) throws PlaceException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties())) {
            int partitions = consumer.partitionsFor(topic).size();
            if (partitions == 0) {
                throw new PlaceException("topic '" + topic + "' is not on " + kafka.bootstrapServers());
            }
            TopicPartition partition = new TopicPartition(topic, SymbolPartitioner.partition(symbol, partitions));
            read(consumer, List.of(partition), each);
        } catch (KafkaException unreachable) {
            throw unreadable(topic, unreachable);
        }
    }

    /**
     * Reads every partition to where it ends now.
     *
     * @param topic the topic
     * @param each takes the committed records, those of a partition in their order
     * @throws PlaceException if the topic cannot be read
     */
    public void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) throws PlaceException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            read(consumer, partitions, each);
        } catch (KafkaException unreachable) {
            throw unreadable(topic, unreachable);
        }
    }

    private static void read(
            KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            for (TopicPartition partition : polled.partitions()) {
                long end = ends.getOrDefault(partition, 0L);
                for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
                    if (record.offset() < end) {
                        each.accept(record);
                    }
                }
            }
        }
    }

    private PlaceException unreadable(String topic, KafkaException cause) {
        return new PlaceException(
                "topic '" + topic + "' on " + kafka.bootstrapServers() + " cannot be read: " + cause.getMessage(),
                cause);
    }

    /** Reads some offsets of one partition, both ends inclusive; what retention has taken is left out. */
    void read(TopicPartition partition, long first, long last, Consumer<ConsumerRecord<byte[], byte[]>> each)
            throws PlaceException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties())) {
            consumer.assign(List.of(partition));
            long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long end = Math.min(consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L), last + 1);
            consumer.seek(partition, Math.max(first, begin));
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < end) {
                        each.accept(record);
                    }
                }
            }
        } catch (KafkaException unreachable) {
            throw unreadable(partition.topic(), unreachable);
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = kafka.settings();
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        return properties;
    }
}
