package io.candlewick.wire;

import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackConfig;
import io.candlewick.local.StackException;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RecordSerdes;
import io.candlewick.serde.RegistryConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A real broker and a real registry: those whose addresses are given by the system properties {@code candlewick.wire.bootstrap} and
 * {@code candlewick.wire.registry}, else a local stack of the two.
 *
 * @param bootstrapServers the broker's address
 * @param registryUrl the registry's Confluent API
 * @param own what was started here, or null
 */
record WireStack(
        String bootstrapServers,
        String registryUrl,
        @Nullable LocalStack own) implements AutoCloseable {

    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    static WireStack start(Path directory) throws StackException, InterruptedException {
        String bootstrap = System.getProperty("candlewick.wire.bootstrap", "");
        String registry = System.getProperty("candlewick.wire.registry", "");
        if (!bootstrap.isEmpty() && !registry.isEmpty()) {
            return new WireStack(bootstrap, registry, null);
        }
        LocalStack stack =
                LocalStack.started(StackConfig.in(directory).withServices(Set.of(Service.BROKER, Service.REGISTRY)));
        return new WireStack(
                stack.addresses().bootstrapServers().orElseThrow(),
                stack.addresses().schemaRegistryUrl().orElseThrow(),
                stack);
    }

    /** Makes a topic of one partition that nobody used yet. */
    String newTopic(String name) throws ExecutionException, InterruptedException {
        String topic = "wire." + name + "." + UUID.randomUUID();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        return topic;
    }

    RecordSerdes serdes() {
        return new CandlewickSerdes(RegistryConfig.of(registryUrl));
    }

    /** Writes records in order, all with that key. */
    <T> void write(String topic, Serializer<T> serializer, @Nullable String key, List<? extends T> records)
            throws ExecutionException, InterruptedException {
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (KafkaProducer<String, T> producer = new KafkaProducer<>(config, new StringSerializer(), serializer)) {
            for (T record : records) {
                producer.send(new ProducerRecord<>(topic, key, record)).get();
            }
        }
    }

    /** Reads that many records of partition 0. */
    <T> List<T> read(String topic, Deserializer<T> deserializer, int count) {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        List<T> values = new ArrayList<>();
        try (KafkaConsumer<String, T> consumer = new KafkaConsumer<>(config, new StringDeserializer(), deserializer)) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            long limitNs = System.nanoTime() + READ_LIMIT.toNanos();
            while (values.size() < count && System.nanoTime() < limitNs) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
