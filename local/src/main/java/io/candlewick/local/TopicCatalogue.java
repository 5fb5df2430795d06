package io.candlewick.local;

import io.candlewick.config.KafkaConnection;
import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** The topics of the catalogue on a broker: made when absent, and compared with what the catalogue says. */
public final class TopicCatalogue implements AutoCloseable {
    private static final int LIMIT_MS = 15_000;

    private final String servers;
    private final Admin admin;

    /**
     * Opens a connection.
     *
     * @param kafka the broker
     */
    public TopicCatalogue(KafkaConnection kafka) {
        servers = kafka.bootstrapServers();
        Map<String, Object> properties = kafka.settings();
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, LIMIT_MS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LIMIT_MS);
        admin = Admin.create(properties);
    }

    /**
     * How one topic of the catalogue is on the broker.
     *
     * @param name the topic
     * @param exists whether the broker has it
     * @param partitions how many it has there
     * @param records records between its first and its last offset
     * @param differences what is not as the catalogue says, e.g. {@code partitions 1 instead of 4}
     */
    public record Report(String name, boolean exists, int partitions, long records, List<String> differences) {
        /** Copies the list. */
        public Report {
            differences = List.copyOf(differences);
        }
    }

    /**
     * Creates the topics the broker does not have, with as many copies as it makes by default; those it has stay as they are.
     *
     * @throws StackException when the broker does not answer or refuses
     * @throws InterruptedException when interrupted
     */
    public void createMissing() throws StackException, InterruptedException {
        try {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = Topics.ALL.stream()
                    .filter(spec -> !present.contains(spec.name()))
                    .map(spec -> new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.empty())
                            .configs(spec.config()))
                    .toList();
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            throw unreachable(e);
        }
    }

    /**
     * Compares the catalogue with the broker.
     *
     * @return one report a topic, in the catalogue's order
     * @throws StackException when the broker does not answer
     * @throws InterruptedException when interrupted
     */
    public List<Report> compare() throws StackException, InterruptedException {
        try {
            Set<String> present = admin.listTopics().names().get();
            List<String> names = Topics.ALL.stream()
                    .map(TopicSpec::name)
                    .filter(present::contains)
                    .toList();
            Map<String, TopicDescription> topics =
                    admin.describeTopics(names).allTopicNames().get();
            Map<String, Config> configs = configs(names);
            Map<String, Long> records = records(topics);
            return Topics.ALL.stream()
                    .map(spec -> report(spec, topics.get(spec.name()), configs, records))
                    .toList();
        } catch (ExecutionException e) {
            throw unreachable(e);
        }
    }

    private static Report report(
            TopicSpec spec,
            @org.jspecify.annotations.Nullable TopicDescription topic,
            Map<String, Config> configs,
            Map<String, Long> records) {
        if (topic == null) {
            return new Report(spec.name(), false, 0, 0, List.of("missing"));
        }
        List<String> differences = new ArrayList<>();
        int partitions = topic.partitions().size();
        if (partitions != spec.partitions()) {
            differences.add("partitions " + partitions + " instead of " + spec.partitions());
        }
        Config config = configs.get(spec.name());
        spec.config().forEach((name, wanted) -> {
            ConfigEntry entry = config == null ? null : config.get(name);
            String actual = entry == null ? "unset" : entry.value();
            if (!wanted.equals(actual)) {
                differences.add(name + " " + actual + " instead of " + wanted);
            }
        });
        return new Report(spec.name(), true, partitions, records.getOrDefault(spec.name(), 0L), differences);
    }

    private Map<String, Config> configs(List<String> names) throws ExecutionException, InterruptedException {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Config> configs = new HashMap<>();
        admin.describeConfigs(resources)
                .all()
                .get()
                .forEach((resource, config) -> configs.put(resource.name(), config));
        return configs;
    }

    private Map<String, Long> records(Map<String, TopicDescription> topics)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = topics.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        Map<TopicPartition, ListOffsetsResultInfo> first = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> last = offsets(partitions, OffsetSpec.latest());
        Map<String, Long> records = new HashMap<>();
        last.forEach((partition, end) -> {
            ListOffsetsResultInfo begin = first.get(partition);
            records.merge(partition.topic(), end.offset() - (begin == null ? 0 : begin.offset()), Long::sum);
        });
        return records;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(List<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(partition -> partition, p -> spec)))
                .all()
                .get();
    }

    private StackException unreachable(ExecutionException e) {
        return new StackException(
                "the broker " + servers + " does not answer: " + Probes.oneLine(Probes.words(e.getCause())), e);
    }

    @Override
    public void close() {
        admin.close();
    }
}
