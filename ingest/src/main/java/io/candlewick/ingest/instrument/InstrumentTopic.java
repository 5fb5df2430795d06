package io.candlewick.ingest.instrument;

import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.Topics;
import io.candlewick.market.Instrument;
import io.candlewick.serde.InstrumentRecords;
import io.candlewick.serde.RecordSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Topic {@code instruments}: what is published there is what every part of the house knows.
 *
 * <p><b>Shape</b>: {@code tenant|symbol} -> Instrument, compacted; a null value removes one. <b>Errors</b>: {@link InstrumentException}, one
 * line. <b>Thread</b>: any; every call has a client of its own.
 */
public final class InstrumentTopic {

    private static final String TOPIC = Topics.INSTRUMENTS.name();
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int TIMEOUT_MS = 15_000;

    private final String bootstrapServers;
    private final RecordSerdes serdes;
    private final Map<String, String> overrides;

    /**
     * The topic on a broker; nothing is asked yet.
     *
     * @param bootstrapServers the brokers
     * @param serdes how instruments are written
     * @param overrides settings of the Kafka client that win over ours
     */
    public InstrumentTopic(String bootstrapServers, RecordSerdes serdes, Map<String, String> overrides) {
        this.bootstrapServers = bootstrapServers;
        this.serdes = serdes;
        this.overrides = Map.copyOf(overrides);
    }

    /**
     * Publishes instruments and waits for the acknowledgements.
     *
     * @param instruments the instruments
     * @throws InstrumentException if the broker does not take them
     */
    public void publish(Collection<Instrument> instruments) {
        Map<String, Object> settings = settings();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * TIMEOUT_MS);
        settings.putAll(overrides);
        try (Serde<io.candlewick.avro.Instrument> values = serdes.record(io.candlewick.avro.Instrument.class);
                Producer<String, io.candlewick.avro.Instrument> producer =
                        new KafkaProducer<>(settings, new StringSerializer(), values.serializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (Instrument instrument : instruments) {
                sent.add(producer.send(new ProducerRecord<>(
                        TOPIC,
                        InstrumentRecords.key(instrument.tenant(), instrument.symbol()),
                        InstrumentRecords.toRecord(instrument))));
            }
            for (Future<RecordMetadata> acknowledgement : sent) {
                acknowledgement.get();
            }
        } catch (ExecutionException failed) {
            throw failure("cannot be written", failed.getCause() == null ? failed : failed.getCause());
        } catch (KafkaException failed) {
            throw failure("cannot be written", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failure("cannot be written", interrupted);
        }
    }

    /**
     * Reads the topic from its beginning to where it ends now.
     *
     * @param timeout how long that may take
     * @return what it holds
     * @throws InstrumentException if the broker does not answer, or not to the end in time
     */
    public InstrumentCatalog read(Duration timeout) {
        Map<String, Object> settings = settings();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        settings.putAll(overrides);
        try (Serde<io.candlewick.avro.Instrument> values = serdes.record(io.candlewick.avro.Instrument.class);
                Consumer<String, io.candlewick.avro.Instrument> consumer =
                        new KafkaConsumer<>(settings, new StringDeserializer(), values.deserializer())) {
            return new InstrumentCatalog(readAll(consumer, timeout).values());
        } catch (RecordDeserializationException unreadable) {
            // What is wrong, e.g. that the registry is away, stands in the cause.
            throw failure(
                    "cannot be read",
                    unreadable.getCause() instanceof SerializationException cause ? cause : unreadable);
        } catch (KafkaException failed) {
            throw failure("cannot be read", failed);
        } catch (IllegalArgumentException broken) {
            throw failure("holds a broken record", broken);
        }
    }

    private Map<String, Instrument> readAll(
            Consumer<String, io.candlewick.avro.Instrument> consumer, Duration timeout) {
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                .map(info -> new TopicPartition(TOPIC, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new InstrumentException("Topic '" + TOPIC + "' does not exist on broker " + bootstrapServers);
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<String, Instrument> instruments = new LinkedHashMap<>();
        long polls = Math.max(1, timeout.toMillis() / POLL.toMillis());
        for (long poll = 0; !isRead(consumer, ends); poll++) {
            if (poll == polls) {
                throw new InstrumentException("Topic '" + TOPIC + "' on broker " + bootstrapServers
                        + " could not be read to its end within " + timeout.toSeconds() + " s");
            }
            for (ConsumerRecord<String, io.candlewick.avro.Instrument> record : consumer.poll(POLL)) {
                if (record.value() == null) {
                    instruments.remove(record.key());
                } else {
                    instruments.put(record.key(), InstrumentRecords.fromRecord(record.value()));
                }
            }
        }
        return instruments;
    }

    private static boolean isRead(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings =
                KafkaConnection.unsecured(bootstrapServers).settings();
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "candlewick-instruments");
        return settings;
    }

    private InstrumentException failure(String what, Throwable cause) {
        return new InstrumentException(
                "Topic '" + TOPIC + "' on broker " + bootstrapServers + " " + what + ": " + cause.getMessage(), cause);
    }
}
