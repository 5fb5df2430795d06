package io.candlewick.ingest.topic;

import io.candlewick.contract.TopicSpec;
import io.candlewick.market.Symbol;
import io.candlewick.serde.SymbolPartitioner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Appends records to a topic by an idempotent producer, {@code acks=all}; {@link #flush} tells when they are safe.
 *
 * <p><b>Shape</b>: key text to record; those of a symbol in the partition of the symbol. <b>Thread</b>: any, one at a time. <b>Errors</b>:
 * {@link TopicException}.
 *
 * @param <T> the record's generated class
 */
public final class RecordWriter<T extends SpecificRecord> implements AutoCloseable {

    private static final int TIMEOUT_MS = 15_000;
    /* More than this are never on their way: then a send waits for the ones before it. */
    private static final int MAX_UNACKNOWLEDGED = 10_000;

    private final String topic;
    private final Serde<T> values;
    private final Producer<String, T> producer;
    private final List<Future<RecordMetadata>> unacknowledged = new ArrayList<>();

    /**
     * Opens a producer; the broker is asked when the first record is sent.
     *
     * @param kafka how the brokers are reached
     * @param topic where the records go
     * @param type the record's generated class
     */
    public RecordWriter(KafkaAccess kafka, TopicSpec topic, Class<T> type) {
        this.topic = topic.name();
        this.values = kafka.serdes().record(type);
        Map<String, Object> settings = kafka.settings();
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * TIMEOUT_MS);
        settings.putAll(kafka.overrides());
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), values.serializer());
    }

    /**
     * Appends a record, or a deletion, to the partition of its key.
     *
     * @param key the key
     * @param value the record; null deletes the key from a compacted topic
     */
    public synchronized void send(String key, @Nullable T value) {
        append(null, key, value);
    }

    /**
     * Appends a record to the partition of its symbol.
     *
     * @param symbol the symbol
     * @param key the key
     * @param value the record
     */
    public synchronized void send(Symbol symbol, String key, T value) {
        int partitions = producer.partitionsFor(topic).size();
        append(SymbolPartitioner.partition(symbol, partitions), key, value);
    }

    // Kafka's constructor does not say so, but a null partition is chosen by the key, and a null value deletes.
    @SuppressWarnings("NullAway")
    private void append(@Nullable Integer partition, String key, @Nullable T value) {
        if (unacknowledged.size() >= MAX_UNACKNOWLEDGED) {
            flush();
        }
        try {
            unacknowledged.add(producer.send(new ProducerRecord<>(topic, partition, key, value)));
        } catch (KafkaException refused) {
            throw failure(refused);
        }
    }

    /** Waits until everything sent so far is acknowledged by all replicas. */
    public synchronized void flush() {
        try {
            for (Future<RecordMetadata> acknowledgement : unacknowledged) {
                acknowledgement.get();
            }
        } catch (ExecutionException failed) {
            throw failure(failed.getCause() == null ? failed : failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failure(interrupted);
        } finally {
            unacknowledged.clear();
        }
    }

    private TopicException failure(Throwable cause) {
        return new TopicException("Topic '" + topic + "' cannot be written: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        producer.close(Duration.ofMillis(TIMEOUT_MS));
        values.close();
    }
}
