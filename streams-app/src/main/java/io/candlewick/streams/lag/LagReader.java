package io.candlewick.streams.lag;

import io.candlewick.config.KafkaConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Asks the brokers how far every consumer group is behind, streams applications and Connect's sinks among them.
 *
 * <p>Offsets alone mislead where transactions are: a marker takes an offset that nobody ever reads. So the oldest unread record itself is
 * fetched; its broker's time is the lag in seconds, and where there is none between the group and the end, there is no lag. <b>Thread</b>: one
 * at a time. <b>Cost</b>: one record fetched for each partition that is behind.
 */
public final class LagReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_POLLS = 25;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final InstantSource clock;

    /**
     * A reader; nothing is asked yet.
     *
     * @param kafka the brokers
     * @param clock what ages are told by
     */
    public LagReader(KafkaConnection kafka, InstantSource clock) {
        this.clock = clock;
        this.admin = Admin.create(kafka.settings());
        this.consumer = new KafkaConsumer<>(
                kafka.with(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        // A partition that was emptied by retention has its oldest unread record at its start.
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        1,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        16_384,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        50)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * Looks at every group.
     *
     * @return by group, topic and partition
     * @throws InterruptedException if the thread is interrupted
     * @throws ExecutionException if the brokers cannot be asked; its cause says why
     */
    public List<PartitionLag> read() throws InterruptedException, ExecutionException {
        List<String> groups = admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
                .map(GroupListing::groupId)
                .toList();
        Map<String, ListConsumerGroupOffsetsSpec> wanted = new HashMap<>();
        groups.forEach(group -> wanted.put(group, new ListConsumerGroupOffsetsSpec()));
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
                admin.listConsumerGroupOffsets(wanted).all().get();
        Map<TopicPartition, ListOffsetsResultInfo> ends = ends(committed);
        Set<String> living = living(groups);
        List<PartitionLag> lags = new ArrayList<>();
        for (Map.Entry<String, Map<TopicPartition, OffsetAndMetadata>> group : committed.entrySet()) {
            for (Map.Entry<TopicPartition, OffsetAndMetadata> one :
                    group.getValue().entrySet()) {
                ListOffsetsResultInfo end = ends.get(one.getKey());
                if (one.getValue() != null && end != null) {
                    lags.add(lag(group.getKey(), one.getKey(), one.getValue().offset(), end.offset(), living));
                }
            }
        }
        lags.sort(Comparator.comparing(PartitionLag::group)
                .thenComparing(lag -> lag.partition().topic())
                .thenComparing(lag -> lag.partition().partition()));
        return lags;
    }

    /**
     * How many records were ever written to topics.
     *
     * @param topics their names; those that do not exist are left out
     * @return the sum of their partitions' ends, transaction markers among them
     * @throws InterruptedException if the thread is interrupted
     * @throws ExecutionException if the brokers cannot be asked; its cause says why
     */
    public Map<String, Long> ends(Collection<String> topics) throws InterruptedException, ExecutionException {
        Set<String> existing = new HashSet<>(admin.listTopics().names().get());
        existing.retainAll(topics);
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(existing)
                .allTopicNames()
                .get()
                .values()
                .forEach(topic -> topic.partitions()
                        .forEach(partition -> latest.put(
                                new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest())));
        Map<String, Long> ends = new HashMap<>();
        admin.listOffsets(latest)
                .all()
                .get()
                .forEach((partition, end) -> ends.merge(partition.topic(), end.offset(), Long::sum));
        return ends;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed)
            throws InterruptedException, ExecutionException {
        Set<String> existing = admin.listTopics().names().get();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        committed
                .values()
                .forEach(partitions -> partitions.keySet().stream()
                        .filter(partition -> existing.contains(partition.topic()))
                        .forEach(partition -> latest.put(partition, OffsetSpec.latest())));
        return admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get();
    }

    private Set<String> living(List<String> groups) throws InterruptedException, ExecutionException {
        Set<String> living = new HashSet<>();
        for (ConsumerGroupDescription group :
                admin.describeConsumerGroups(groups).all().get().values()) {
            if (!group.members().isEmpty()) {
                living.add(group.groupId());
            }
        }
        return living;
    }

    private PartitionLag lag(String group, TopicPartition partition, long committed, long end, Set<String> living) {
        long records = Math.max(0, end - committed);
        Duration age = records == 0 ? Duration.ZERO : age(partition, committed, end);
        return new PartitionLag(group, partition, committed, end, records, age, living.contains(group));
    }

    private Duration age(TopicPartition partition, long committed, long end) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, committed);
        for (int poll = 0; poll < MOST_POLLS; poll++) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> oldest : records) {
                Duration age = Duration.between(Instant.ofEpochMilli(oldest.timestamp()), clock.instant());
                // The broker's clock may be ahead of ours; a record that waits is never of no age.
                return age.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : age;
            }
            if (consumer.position(partition) >= end) {
                return Duration.ZERO;
            }
        }
        return Duration.ZERO;
    }

    @Override
    public void close() {
        admin.close(CLOSE_TIMEOUT);
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_TIMEOUT));
    }
}
