package io.candlewick.ingest.app;

import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.config.IngestConfig;
import io.candlewick.serde.RegistryConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;

/** Waits for broker, topics and registry, up to a deadline, and says what is missing meanwhile: nothing is guessed in their place. */
final class Dependencies {

    private static final List<TopicSpec> NEEDED = List.of(
            Topics.TICKS_LIVE,
            Topics.INGEST_DLQ,
            Topics.FEEDS,
            Topics.BACKFILL_REQUESTS,
            Topics.INSTRUMENTS,
            Topics.SUBSCRIPTIONS);
    private static final int REQUEST_MS = 3_000;
    private static final long PAUSE_MS = 500;
    private static final int OK = 200;

    private final IngestConfig config;
    private final LongSupplier nanos;
    private final Consumer<String> says;

    Dependencies(IngestConfig config, LongSupplier nanos, Consumer<String> says) {
        this.config = config;
        this.nanos = nanos;
        this.says = says;
    }

    /** Waits; says how many partitions {@code ticks.live} has. */
    int await() throws InterruptedException {
        long deadline = nanos.getAsLong() + config.deadline().toNanos();
        List<String> said = List.of();
        while (true) {
            Map<String, Integer> partitions = new HashMap<>();
            List<String> missing = new ArrayList<>(missingTopics(partitions));
            missing.addAll(missingRegistry());
            if (missing.isEmpty()) {
                return partitions.getOrDefault(Topics.TICKS_LIVE.name(), Topics.DEFAULT_PARTITIONS);
            }
            if (nanos.getAsLong() > deadline) {
                throw new StartException(
                        "not ready within " + config.deadline().toSeconds() + " s: " + String.join("; ", missing));
            }
            if (!missing.equals(said)) {
                said = missing;
                missing.forEach(line -> says.accept("waiting: " + line));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }

    private List<String> missingTopics(Map<String, Integer> partitions) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MS);
        try (Admin admin = Admin.create(settings)) {
            Set<String> absent =
                    new TreeSet<>(NEEDED.stream().map(TopicSpec::name).toList());
            absent.removeAll(admin.listTopics().names().get(2L * REQUEST_MS, TimeUnit.MILLISECONDS));
            if (!absent.isEmpty()) {
                return List.of("broker " + config.bootstrapServers() + " lacks the topics " + absent
                        + " (./candlewick topics compares them with the catalogue)");
            }
            for (TopicDescription topic : admin.describeTopics(List.of(Topics.TICKS_LIVE.name()))
                    .allTopicNames()
                    .get(2L * REQUEST_MS, TimeUnit.MILLISECONDS)
                    .values()) {
                partitions.put(topic.name(), topic.partitions().size());
            }
            return List.of();
        } catch (ExecutionException | TimeoutException | KafkaException unreachable) {
            return List.of("broker " + config.bootstrapServers() + " does not answer (" + IngestConfig.BOOTSTRAP_SERVERS
                    + ")");
        }
    }

    private List<String> missingRegistry() throws InterruptedException {
        List<String> tried = new ArrayList<>();
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofMillis(REQUEST_MS))
                .build();
        for (String url : config.registryUrl().split(",", -1)) {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(url.strip() + "/subjects"))
                        .timeout(Duration.ofMillis(REQUEST_MS))
                        .build();
                int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                // One that wants a password answers; whether ours is right shows with the first schema.
                if (status == OK || status == 401 || status == 403) {
                    return List.of();
                }
                tried.add(url + " answers " + status);
            } catch (IOException | IllegalArgumentException unreachable) {
                tried.add(url + " does not answer");
            }
        }
        return List.of("schema registry " + String.join(", ", tried) + " (" + RegistryConfig.URL + ")");
    }
}
