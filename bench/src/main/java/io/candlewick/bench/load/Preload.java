package io.candlewick.bench.load;

import io.candlewick.market.Tick;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.SymbolPartitioner;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Writes a series to a topic of ticks, with the feed's heartbeats, so that a measurement only reads. */
public final class Preload {

    /** Steps of event time between two heartbeats of the feed. */
    public static final int STEPS_PER_HEARTBEAT = 5;

    private static final int PROGRESS_EVERY = 100_000;

    private final String bootstrapServers;
    private final RecordSerdes serdes;
    private final String topic;

    /**
     * Nothing is written yet.
     *
     * @param bootstrapServers the broker
     * @param serdes how ticks are written
     * @param topic where to
     */
    public Preload(String bootstrapServers, RecordSerdes serdes, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.serdes = serdes;
        this.topic = topic;
    }

    /**
     * Writes quotes.
     *
     * @param series what to write
     * @param quotes how many quotes
     * @param progress told how many are written
     */
    public void write(QuoteSeries series, long quotes, LongConsumer progress) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings())) {
            int partitions = producer.partitionsFor(topic).size();
            Serializer<Tick> serializer = serdes.tick().serializer();
            int symbols = series.symbols().size();
            for (long number = 0; number < quotes; number++) {
                Tick quote = series.quote(number);
                send(producer, serializer, SymbolPartitioner.partition(quote.symbol(), partitions), quote);
                long next = number + 1;
                if (next % ((long) symbols * STEPS_PER_HEARTBEAT) == 0) {
                    for (int partition = 0; partition < partitions; partition++) {
                        send(producer, serializer, partition, series.heartbeat(next / symbols));
                    }
                }
                if (next % PROGRESS_EVERY == 0) {
                    progress.accept(next);
                }
            }
            producer.flush();
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, Serializer<Tick> serializer, int partition, Tick tick) {
        // An idempotent producer that fails fails every later send, and flush before closing shows it in the count of
        // records.
        var unused = producer.send(new ProducerRecord<>(
                topic,
                partition,
                tick.symbol().text().getBytes(StandardCharsets.UTF_8),
                serializer.serialize(topic, tick)));
    }

    /**
     * How many partitions the topic has.
     *
     * @return at least one
     */
    public int partitions() {
        return read(consumer -> consumer.partitionsFor(topic).size());
    }

    /**
     * How many records the topic holds.
     *
     * @return ticks and heartbeats
     */
    public long records() {
        return read(consumer -> {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .collect(Collectors.toList());
            long records = 0;
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            for (Map.Entry<TopicPartition, Long> end :
                    consumer.endOffsets(partitions).entrySet()) {
                records += end.getValue() - begins.getOrDefault(end.getKey(), 0L);
            }
            return records;
        });
    }

    private <T> T read(Function<KafkaConsumer<byte[], byte[]>, T> question) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            return question.apply(consumer);
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 512 * 1024);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        return settings;
    }
}
