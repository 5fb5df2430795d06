package io.candlewick.ingest.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks the broker for a topic before anything is sent: the producer itself cannot tell an unknown topic from a broker that is away, and
 * where brokers create topics on demand it would create a misspelt one.
 *
 * <p>Every partition must also have a leader that answers. Where a topic is so new that its leader is not up, the first batch of an
 * idempotent producer is refused while the second, already on its way, is taken; the first can then never be written, because its sequence
 * number has been passed. Seen with Kafka 4.3.1: OUT_OF_ORDER_SEQUENCE_NUMBER until the delivery timeout.
 */
final class TopicProbe {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /* A topic made a moment ago may not be known to every broker yet. */
    private static final int ATTEMPTS = 4;
    private static final long PAUSE_MS = 250;
    private static final long SLACK_MS = 1_000;

    private TopicProbe() {}

    static int partitions(PublisherConfig config) {
        try (Admin admin = Admin.create(config.adminSettings())) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return ask(admin, config.topic());
                } catch (ExecutionException failed) {
                    boolean unknown = failed.getCause() instanceof UnknownTopicOrPartitionException;
                    if (!unknown || attempt == ATTEMPTS) {
                        throw Failures.of(config, failed.getCause() == null ? failed : failed.getCause());
                    }
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                }
            }
        } catch (java.util.concurrent.TimeoutException | KafkaException failed) {
            throw Failures.of(config, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failures.of(config, interrupted);
        }
    }

    private static int ask(Admin admin, String topic)
            throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
        int timeoutMs = (int) TIMEOUT.toMillis();
        KafkaFuture<TopicDescription> answer = Objects.requireNonNull(
                admin.describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(timeoutMs))
                        .topicNameValues()
                        .get(topic));
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        answer.get(timeoutMs + SLACK_MS, TimeUnit.MILLISECONDS)
                .partitions()
                .forEach(info -> ends.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest()));
        // Only a leader that is up answers this, and asking goes on until it does.
        admin.listOffsets(ends, new ListOffsetsOptions().timeoutMs(timeoutMs))
                .all()
                .get(timeoutMs + SLACK_MS, TimeUnit.MILLISECONDS);
        return ends.size();
    }
}
