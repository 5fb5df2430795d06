package io.candlewick.ingest.publish;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/**
 * Asks the broker for a topic before anything is sent: the producer itself cannot tell an unknown topic from a broker that is away, and
 * where brokers create topics on demand it would create a misspelt one.
 */
final class TopicProbe {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private TopicProbe() {}

    static int partitions(PublisherConfig config) {
        try (Admin admin = Admin.create(config.adminSettings())) {
            KafkaFuture<TopicDescription> answer = Objects.requireNonNull(admin.describeTopics(
                            List.of(config.topic()), new DescribeTopicsOptions().timeoutMs((int) TIMEOUT.toMillis()))
                    .topicNameValues()
                    .get(config.topic()));
            return answer.get(TIMEOUT.toMillis() + 1_000, TimeUnit.MILLISECONDS)
                    .partitions()
                    .size();
        } catch (ExecutionException failed) {
            throw Failures.of(config, failed.getCause() == null ? failed : failed.getCause());
        } catch (java.util.concurrent.TimeoutException | KafkaException failed) {
            throw Failures.of(config, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failures.of(config, interrupted);
        }
    }
}
