package io.candlewick.ingest.download;

import io.candlewick.contract.Topics;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.TopicException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures, by the broker's administration, how far the history lane is behind {@code bars.vendor} and the sinks behind {@code bars} and
 * {@code indicators}, which are read at rates of their own.
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

    /* What the history lane makes of a download. */
    private static final Set<String> WRITTEN = Set.of(Topics.BARS.name(), Topics.INDICATORS.name());

    private final Admin admin;
    private final String historyGroup;

    /* What a partition holds: the offset of its first record, and the one the next will get. */
    private record Span(long begin, long end) {}

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
            lags.put("history lane", lag(spans(Topics.BARS_VENDOR.name()), committed(historyGroup)));
            Map<String, Map<TopicPartition, Span>> written = new HashMap<>();
            for (String sink : SINKS) {
                Map<TopicPartition, OffsetAndMetadata> committed = committed(sink);
                Set<String> topics = committed.keySet().stream()
                        .map(TopicPartition::topic)
                        .filter(WRITTEN::contains)
                        .collect(Collectors.toSet());
                long lag = 0;
                for (String topic : topics) {
                    Map<TopicPartition, Span> spans = written.get(topic);
                    if (spans == null) {
                        spans = spans(topic);
                        written.put(topic, spans);
                    }
                    lag += lag(spans, committed);
                }
                if (!topics.isEmpty()) {
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

    private Map<TopicPartition, OffsetAndMetadata> committed(String group)
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static long lag(Map<TopicPartition, Span> spans, Map<TopicPartition, OffsetAndMetadata> committed) {
        long lag = 0;
        for (Map.Entry<TopicPartition, Span> partition : spans.entrySet()) {
            OffsetAndMetadata done = committed.get(partition.getKey());
            Span span = partition.getValue();
            lag += Math.max(0, span.end() - Math.max(span.begin(), done == null ? 0 : done.offset()));
        }
        return lag;
    }

    private Map<TopicPartition, Span> spans(String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        TopicDescription description = Objects.requireNonNull(admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .get(topic));
        List<TopicPartition> partitions = description.partitions().stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Span> spans = new HashMap<>();
        offsets(partitions, OffsetSpec.latest())
                .forEach((partition, end) -> spans.put(partition, new Span(begins.getOrDefault(partition, 0L), end)));
        return spans;
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which));
        return admin.listOffsets(asked).all().get(LIMIT_SECONDS, TimeUnit.SECONDS).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, answer -> answer.getValue().offset()));
    }

    @Override
    public void close() {
        admin.close();
    }
}
