package io.candlewick.places;

import io.candlewick.avro.FeedHealth;
import io.candlewick.avro.FeedState;
import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.Topics;
import io.candlewick.serde.RecordSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a day of topic {@code feeds}: the last word of every instance of every service. */
public final class FeedWatch {

    private static final Duration LOOK_BACK = Duration.ofDays(1);
    /* Three heartbeats. */
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int TIMEOUT_MS = 10_000;

    private final KafkaConnection kafka;
    private final RecordSerdes serdes;

    /** The last word of an instance, and when the broker had it. */
    record Heard(FeedState state, Instant at) {}

    /**
     * The topic on a broker; nothing is asked yet.
     *
     * @param kafka the brokers
     * @param serdes how states are written
     */
    public FeedWatch(KafkaConnection kafka, RecordSerdes serdes) {
        this.kafka = kafka;
        this.serdes = serdes;
    }

    /**
     * Reads the topic to its end.
     *
     * @param now the time silence is counted to
     * @return the instances in order of service and name
     * @throws PlaceException if the broker does not answer
     */
    public List<ServiceReport> read(Instant now) throws PlaceException {
        Map<String, Object> settings = kafka.settings();
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (Serde<FeedState> values = serdes.record(FeedState.class);
                KafkaConsumer<String, FeedState> consumer =
                        new KafkaConsumer<>(settings, new StringDeserializer(), values.deserializer())) {
            return report(readAll(consumer, now.minus(LOOK_BACK)), now);
        } catch (KafkaException failed) {
            throw new PlaceException(
                    "Topic '" + Topics.FEEDS.name() + "' on broker " + kafka.bootstrapServers() + " cannot be read: "
                            + failed.getMessage(),
                    failed);
        }
    }

    private static Map<String, Heard> readAll(KafkaConsumer<String, FeedState> consumer, Instant from) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.FEEDS.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, from.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp start = starts.get(partition);
            consumer.seek(partition, start == null ? ends.getOrDefault(partition, 0L) : start.offset());
        }
        Map<String, Heard> last = new TreeMap<>();
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            for (ConsumerRecord<String, FeedState> record : consumer.poll(POLL)) {
                FeedState state = record.value();
                last.put(
                        state.getFeed() + "|" + state.getInstance(),
                        new Heard(state, Instant.ofEpochMilli(record.timestamp())));
            }
        }
        return last;
    }

    /** What is to be said of the last words. */
    static List<ServiceReport> report(Map<String, Heard> last, Instant now) {
        List<ServiceReport> reports = new ArrayList<>();
        for (Heard heard : last.values()) {
            FeedState state = heard.state;
            ServiceReport.Health health = healthOf(heard, now);
            boolean drifts = isLive(health)
                    && last.values().stream()
                            .anyMatch(other -> other.state.getFeed().equals(state.getFeed())
                                    && isLive(healthOf(other, now))
                                    && !other.state.getConfigHash().equals(state.getConfigHash()));
            reports.add(new ServiceReport(
                    state.getFeed(),
                    state.getInstance(),
                    health,
                    health == ServiceReport.Health.SILENT
                            ? Optional.of(heard.at)
                            : Optional.ofNullable(state.getStartedTime()),
                    state.getSymbols().size(),
                    state.getVersion(),
                    state.getConfigHash(),
                    drifts,
                    because(state, health),
                    state.getDependencies()));
        }
        return reports;
    }

    private static boolean isLive(ServiceReport.Health health) {
        return health == ServiceReport.Health.UP || health == ServiceReport.Health.UNHEALTHY;
    }

    private static ServiceReport.Health healthOf(Heard heard, Instant now) {
        FeedState state = heard.state;
        if (state.getStatus() == FeedHealth.ENDED) {
            return ServiceReport.Health.STOPPED;
        }
        if (heard.at.isBefore(now.minus(SILENCE))) {
            return ServiceReport.Health.SILENT;
        }
        boolean isDown = state.getStatus() == FeedHealth.DISCONNECTED
                || state.getStatus() == FeedHealth.REFUSED
                || state.getStatus() == FeedHealth.CONNECTING
                || (state.getStatus() == FeedHealth.HEARTBEAT && state.getReason() != null);
        boolean needsWhatIsDown = state.getDependencies().stream().anyMatch(FeedWatch::isDown);
        return isDown || needsWhatIsDown ? ServiceReport.Health.UNHEALTHY : ServiceReport.Health.UP;
    }

    private static boolean isDown(String dependency) {
        return dependency.contains("=down");
    }

    /* What it needs comes first: a feed that is down because the broker is has not the vendor to blame. */
    private static Optional<String> because(FeedState state, ServiceReport.Health health) {
        if (health == ServiceReport.Health.SILENT) {
            return Optional.of("silence: it has not said that it would stop");
        }
        if (health != ServiceReport.Health.UNHEALTHY) {
            return Optional.empty();
        }
        return state.getDependencies().stream()
                .filter(FeedWatch::isDown)
                .findFirst()
                .or(() -> Optional.ofNullable(state.getReason()));
    }
}
