package io.candlewick.ingest.app;

import io.candlewick.config.Settings;
import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.config.IngestConfig;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.RegistryException;
import io.candlewick.serde.SchemaRegistry;
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
        Map<String, Object> settings = config.kafka().settings();
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

    /* Asked as everybody asks it later: a certificate that is not trusted or a password that is wrong shows now. */
    private List<String> missingRegistry() {
        try {
            registry().subjects();
            return List.of();
        } catch (RegistryException missing) {
            return List.of(missing.getMessage() + " (" + RegistryConfig.URL + ")");
        }
    }

    private SchemaRegistry registry() {
        Map<String, String> once = new HashMap<>(config.settings());
        once.put(RegistryConfig.TIMEOUT, REQUEST_MS + "ms");
        once.put(RegistryConfig.ATTEMPTS, "1");
        return new SchemaRegistry(RegistryConfig.from(Settings.of(once)));
    }
}
