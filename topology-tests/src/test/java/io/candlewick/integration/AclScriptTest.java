package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.compose.RepositoryRoot;
import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import io.candlewick.streams.app.StreamsApp;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import io.candlewick.streams.timing.BarWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rights of {@code ops/security/kafka-acls.txt} are those that the programs use, no more and no fewer. */
class AclScriptTest {

    private record Row(String role, String resource, String pattern, String name, Set<String> operations) {}

    private final List<Row> table = read();

    AclScriptTest() throws IOException {}

    @Test
    void shouldNameEveryTopicOfTheCatalogueAndNoOther() {
        Set<String> catalogue = Topics.ALL.stream().map(TopicSpec::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = table.stream()
                .filter(row -> row.resource().equals("topic") && row.pattern().equals("literal"))
                .map(Row::name)
                .filter(name -> !name.startsWith("connect-") && !name.equals("*"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isEqualTo(catalogue);
        assertThat(topics("reader", "Read")).isEqualTo(catalogue);
        for (String topic : catalogue) {
            assertThat(writersOf(topic)).as("writers of %s", topic).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void shouldLetALaneReadAndWriteWhatItsTopologyDoes(Lane lane) {
        String role = "streams-" + lane.code();
        Set<String> sources = new TreeSet<>();
        Set<String> sinks = new TreeSet<>();
        TopologyDescription drawn = StreamsApp.topology(
                        StreamsAppConfig.from(Map.of(
                                StreamsAppConfig.BOOTSTRAP_SERVERS,
                                "none:9092",
                                "CANDLEWICK_SCHEMA_REGISTRY_URL",
                                "http://none:8081")),
                        lane,
                        BarWatch.NONE)
                .describe();
        drawn.globalStores().forEach(global -> sources.addAll(global.source().topicSet()));
        drawn.subtopologies()
                .forEach(part -> part.nodes().forEach(node -> {
                    if (node instanceof TopologyDescription.Source source) {
                        sources.addAll(source.topicSet());
                    } else if (node instanceof TopologyDescription.Sink sink) {
                        sinks.add(sink.topic());
                    }
                }));
        // Dead letters of what cannot be read, which Kafka Streams itself writes.
        sinks.add(Topics.STREAMS_DLQ.name());
        if (lane == Lane.LIVE) {
            // Requests for warm-up bars are answered beside the topology.
            sources.add(Topics.BACKFILL_REQUESTS.name());
            sinks.add(Topics.BARS_REPAIR.name());
        } else {
            assertThat(sources).contains(lane.ticksTopic());
        }
        sources.add(lane.ticksTopic());

        assertThat(topics(role, "Read")).isEqualTo(sources);
        assertThat(topics(role, "Write")).isEqualTo(sinks);
        assertThat(names(role, "topic", "prefixed")).containsExactly("{app}-" + lane.code() + "-");
    }

    @Test
    void shouldLetConnectReadWhatItsSinksTakeAndWriteTheirDeadLetters() throws IOException {
        Set<String> taken = new TreeSet<>();
        Set<String> letters = new TreeSet<>();
        try (Stream<Path> files = Files.list(RepositoryRoot.resolve("connectors/config"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                JsonNode config = new ObjectMapper().readTree(file.toFile()).path("config");
                taken.addAll(Arrays.asList(config.path("topics").asText().split(",", -1)));
                letters.add(config.path("errors.deadletterqueue.topic.name").asText());
            }
        }

        Set<String> own = Set.of("connect-configs", "connect-offsets", "connect-status");
        assertThat(without(own, topics("connect", "Read"))).isEqualTo(taken);
        assertThat(without(own, topics("connect", "Write"))).isEqualTo(letters);
    }

    @Test
    void shouldLetNobodyDeleteOrAlter() {
        assertThat(table)
                .allSatisfy(row -> assertThat(row.operations())
                        .isSubsetOf("Read", "Write", "Create", "Describe", "DescribeConfigs"));
        assertThat(table.stream().filter(row -> row.operations().contains("Write")))
                .noneMatch(row -> row.name().equals("*"));
    }

    @Test
    void shouldTurnTheTableIntoRightsOfPrincipals() throws Exception {
        List<AclBinding> rights = AclScript.rights();

        assertThat(rights)
                .filteredOn(right -> right.entry().principal().equals("User:candlewick-ingest"))
                .hasSize(table.stream()
                        .filter(row -> row.role().equals("ingest"))
                        .mapToInt(row -> row.operations().size())
                        .sum());
        assertThat(rights)
                .anyMatch(right -> right.pattern().resourceType() == ResourceType.TRANSACTIONAL_ID
                        && right.pattern().name().equals("candlewick-live-")
                        && right.entry().operation() == AclOperation.WRITE);
    }

    private Set<String> topics(String role, String operation) {
        return table.stream()
                .filter(row -> row.role().equals(role)
                        && row.resource().equals("topic")
                        && row.pattern().equals("literal")
                        && row.operations().contains(operation))
                .map(Row::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> names(String role, String resource, String pattern) {
        return table.stream()
                .filter(row -> row.role().equals(role)
                        && row.resource().equals(resource)
                        && row.pattern().equals(pattern))
                .map(Row::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> writersOf(String topic) {
        return table.stream()
                .filter(row -> row.name().equals(topic) && row.operations().contains("Write"))
                .map(Row::role)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> without(Set<String> left, Set<String> all) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(left);
        return rest;
    }

    private static List<Row> read() throws IOException {
        return Files.readAllLines(RepositoryRoot.resolve("ops/security/kafka-acls.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\s+", -1))
                .map(words -> {
                    assertThat(words).as("a row of five").hasSize(5);
                    return new Row(words[0], words[1], words[2], words[3], Set.of(words[4].split(",", -1)));
                })
                .toList();
    }
}
