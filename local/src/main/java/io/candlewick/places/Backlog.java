package io.candlewick.places;

import io.candlewick.config.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How far a consumer group is behind some topics, in records.
 *
 * <p>The end of a topic written in transactions is a marker that no consumer ever commits behind, so the last record is looked for and not
 * the last offset. <b>Cost</b>: a partition's last records are read once for every end it had.
 */
public final class Backlog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int LIMIT_SECONDS = 15;
    private static final long LOOK_BACK = 100;

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, long[]> lastByEnd = new HashMap<>();

    /**
     * Opens connections to a broker that asks nothing of anybody.
     *
     * @param bootstrapServers the broker
     */
    public Backlog(String bootstrapServers) {
        this(KafkaConnection.unsecured(bootstrapServers));
    }

    /**
     * Opens connections.
     *
     * @param kafka the broker
     */
    public Backlog(KafkaConnection kafka) {
        Map<String, Object> properties = kafka.settings();
        admin = Admin.create(properties);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        consumer = new KafkaConsumer<>(properties);
    }

    /**
     * Records a group has not dealt with yet.
     *
     * @param group the consumer group
     * @param topics the topics
     * @return their number; 0 when the group has committed behind the last record of every partition
     * @throws PlaceException if the broker does not answer
     */
    public long of(String group, List<String> topics) throws PlaceException {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : topics) {
                for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                    partitions.add(new TopicPartition(topic, partition.partition()));
                }
            }
            long behind = 0;
            for (Map.Entry<TopicPartition, Long> end :
                    consumer.endOffsets(partitions).entrySet()) {
                OffsetAndMetadata done = committed.get(end.getKey());
                behind +=
                        Math.max(0, afterLastRecord(end.getKey(), end.getValue()) - (done == null ? 0 : done.offset()));
            }
            return behind;
        } catch (ExecutionException | TimeoutException | KafkaException unreachable) {
            throw unknown(group, unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unknown(group, interrupted);
        }
    }

    /**
     * Whether anybody reads as that group now.
     *
     * @param group the consumer group
     * @return true if it has members
     * @throws PlaceException if the broker does not answer
     */
    public boolean isActive(String group) throws PlaceException {
        try {
            return admin
                    .describeConsumerGroups(List.of(group))
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .anyMatch(description -> !description.members().isEmpty());
        } catch (ExecutionException absent) {
            if (absent.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw unknown(group, absent);
        } catch (TimeoutException | KafkaException unreachable) {
            throw unknown(group, unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unknown(group, interrupted);
        }
    }

    private static PlaceException unknown(String group, Exception cause) {
        return new PlaceException("group '" + group + "' cannot be looked up: " + cause.getMessage(), cause);
    }

    private long afterLastRecord(TopicPartition partition, long end) {
        long[] known = lastByEnd.get(partition);
        if (known != null && known[0] == end) {
            return known[1];
        }
        consumer.assign(List.of(partition));
        long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long after = 0;
        for (long back = LOOK_BACK; after == 0; back *= 10) {
            long from = Math.max(begin, end - back);
            consumer.seek(partition, from);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    after = record.offset() + 1;
                }
            }
            if (from == begin) {
                break;
            }
        }
        lastByEnd.put(partition, new long[] {end, after});
        return after;
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
