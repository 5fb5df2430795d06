package io.candlewick.ingest.download;

import io.candlewick.contract.Topics;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.TopicException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures, by the broker's administration, how far the history lane is behind {@code bars.vendor} and the sinks behind {@code bars}.
 *
 * <p><b>Edges</b>: the history lane counts even if it has never run, because what is published waits for it; a sink that has never run is
 * left out. The marker at the end of a transaction counts as a record. <b>Thread</b>: one.
 */
public final class AdminLag implements ConsumerLag {

    private static final int LIMIT_SECONDS = 15;
    private static final List<String> SINKS = List.of(
            "connect-clickhouse-sink",
            "connect-clickhouse-history",
            "connect-timescaledb-sink",
            "connect-timescaledb-history");

    private final Admin admin;
    private final String historyGroup;

    /**
     * Opens a connection.
     *
     * @param kafka how the brokers are reached
     * @param applicationId the streams application's id without the lane
     */
    public AdminLag(KafkaAccess kafka, String applicationId) {
        Map<String, Object> settings = kafka.settings();
        settings.putAll(kafka.overrides());
        this.admin = Admin.create(settings);
        this.historyGroup = applicationId + "-history";
    }

    @Override
    public Map<String, Long> measure() {
        Map<String, Long> lags = new LinkedHashMap<>();
        try {
            lags.put("history lane", lag(historyGroup, Topics.BARS_VENDOR.name(), true));
            for (String sink : SINKS) {
                long lag = lag(sink, Topics.BARS.name(), false);
                if (lag >= 0) {
                    lags.put(sink, lag);
                }
            }
            return lags;
        } catch (ExecutionException | TimeoutException | KafkaException unreachable) {
            throw failure(unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failure(interrupted);
        }
    }

    private static TopicException failure(Exception cause) {
        return new TopicException("The lag of the readers cannot be measured: " + cause.getMessage(), cause);
    }

    private long lag(String group, String topic, boolean always)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        boolean reads = committed.keySet().stream()
                .anyMatch(partition -> partition.topic().equals(topic));
        if (!reads && !always) {
            return -1;
        }
        Map<TopicPartition, Long> begins = offsets(topic, OffsetSpec.earliest());
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end :
                offsets(topic, OffsetSpec.latest()).entrySet()) {
            OffsetAndMetadata done = committed.get(end.getKey());
            long from = begins.getOrDefault(end.getKey(), 0L);
            lag += Math.max(0, end.getValue() - Math.max(from, done == null ? 0 : done.offset()));
        }
        return lag;
    }

    private Map<TopicPartition, Long> offsets(String topic, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        TopicDescription description = Objects.requireNonNull(admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .get(topic));
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        description.partitions().forEach(info -> asked.put(new TopicPartition(topic, info.partition()), which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> answer : admin.listOffsets(asked)
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .entrySet()) {
            offsets.put(answer.getKey(), answer.getValue().offset());
        }
        return offsets;
    }

    @Override
    public void close() {
        admin.close();
    }
}
