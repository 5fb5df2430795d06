package io.candlewick.streams.query;

import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.Headers;
import io.candlewick.contract.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what was rejected, by topic and reason, from the records' headers.
 *
 * <p><b>Shape</b>: of each partition the last {@value #MOST_A_PARTITION} records at the start, and all that come after; at most {@value
 * #MOST_REASONS} reasons are told apart. <b>Thread</b>: one of its own reads; any may ask.
 */
final class DeadLetterCounts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterCounts.class);
    private static final long MOST_A_PARTITION = 100_000;
    private static final int MOST_REASONS = 200;
    private static final int LONGEST_REASON = 120;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final String CONNECT_REASON = "__connect.errors.exception.message";
    private static final String OTHER = "other";
    private static final List<String> TOPICS = List.of(
            Topics.TICKS_REJECTED.name(),
            Topics.STREAMS_DLQ.name(),
            Topics.TIMESCALE_DLQ.name(),
            Topics.CLICKHOUSE_DLQ.name());

    private final Map<String, Map<String, Long>> counts = new TreeMap<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final MultiGauge gauges;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "dead-letter-counts");

    DeadLetterCounts(KafkaConnection kafka, MeterRegistry meters) {
        this.gauges = MultiGauge.builder("candlewick.dead.letters")
                .description("Records that were rejected, by topic and reason, as far back as is looked")
                .register(meters);
        this.consumer = new KafkaConsumer<>(
                kafka.with(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Records by topic and reason. */
    Map<String, Map<String, Long>> byTopicAndReason() {
        synchronized (counts) {
            Map<String, Map<String, Long>> copy = new TreeMap<>();
            counts.forEach((topic, reasons) -> copy.put(topic, new TreeMap<>(reasons)));
            return copy;
        }
    }

    private void run() {
        try (consumer) {
            while (!assigned() && !closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("Waiting for the topics {}", TOPICS);
            }
            while (closing.getCount() > 0) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    records.forEach(this::count);
                    publish();
                }
            }
        } catch (WakeupException stopped) {
            LOG.debug("No longer counting dead letters");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (KafkaException failed) {
            LOG.error("Dead letters are no longer counted for the pipeline page", failed);
        }
    }

    private void publish() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        byTopicAndReason()
                .forEach((topic, reasons) -> reasons.forEach((reason, count) -> rows.add(
                        MultiGauge.Row.of(Tags.of("topic", topic, "reason", shortened(reason)), (double) count))));
        gauges.register(rows, true);
    }

    /* A database's message may be a page long. */
    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    private boolean assigned() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : TOPICS) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            found.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        consumer.endOffsets(partitions)
                .forEach((partition, end) ->
                        consumer.seek(partition, Math.max(starts.getOrDefault(partition, 0L), end - MOST_A_PARTITION)));
        return partitions.size() >= TOPICS.size();
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        Header reason = record.headers().lastHeader(Headers.REJECT_REASON);
        if (reason == null) {
            reason = record.headers().lastHeader(CONNECT_REASON);
        }
        String text =
                reason == null || reason.value() == null ? OTHER : new String(reason.value(), StandardCharsets.UTF_8);
        synchronized (counts) {
            Map<String, Long> ofTopic = counts.computeIfAbsent(record.topic(), topic -> new TreeMap<>());
            boolean isKnown = ofTopic.containsKey(text) || ofTopic.size() < MOST_REASONS;
            ofTopic.merge(isKnown ? text : OTHER, 1L, Long::sum);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
