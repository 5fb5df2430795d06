package io.candlewick.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectorFileTest {

    private static final Set<String> TOPICS =
            Topics.ALL.stream().map(TopicSpec::name).collect(Collectors.toSet());

    static Stream<ConnectorFile> bundled() {
        return ConnectorFile.BUNDLED.stream().map(ConnectorFile::bundled);
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void shouldReadOnlyTopicsOfTheCatalogueAndOnlyCommitted(ConnectorFile file) {
        assertThat(TOPICS)
                .contains(file.config().getOrDefault("topics", "").split(","))
                .contains(file.config().getOrDefault("errors.deadletterqueue.topic.name", ""));
        assertThat(file.config()).containsEntry("consumer.override.isolation.level", "read_committed");
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void shouldHoldNoFaultButTheAddressesTheEnvironmentGives(ConnectorFile file) throws ReflectiveOperationException {
        SinkConnector connector = Class.forName(file.config().getOrDefault("connector.class", ""))
                .asSubclass(SinkConnector.class)
                .getConstructor()
                .newInstance();

        List<String> faults = connector.validate(file.config()).configValues().stream()
                .map(ConfigValue::errorMessages)
                .flatMap(List::stream)
                .toList();

        assertThat(faults)
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).contains("was not replaced: set CANDLEWICK_"));
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void shouldHoldNoSecret(ConnectorFile file) {
        file.config().forEach((key, value) -> {
            if (key.contains("password")) {
                assertThat(value).startsWith("${env:");
            }
        });
    }

    @Test
    void shouldLetSettingsWin() {
        assertThat(new ConnectorFile("a", Map.of("tasks.max", "1"))
                        .with(Map.of("tasks.max", "2"))
                        .config())
                .containsEntry("tasks.max", "2");
    }

    @Test
    void shouldNameAFileThatIsNoConnector(@TempDir Path directory) throws java.io.IOException {
        Path file = Files.writeString(directory.resolve("sink.json"), "{\"name\": 1}");

        assertThatThrownBy(() -> ConnectorFile.read(file))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("sink.json' has no \"name\"");
        assertThatThrownBy(() -> ConnectorFile.read(directory.resolve("none.json")))
                .hasMessageContaining("none.json");
        assertThatThrownBy(() -> ConnectorFile.bundled("jdbc")).hasMessageContaining("timescaledb-sink");
    }
}
