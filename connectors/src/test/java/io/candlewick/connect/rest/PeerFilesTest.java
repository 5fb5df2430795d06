package io.candlewick.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.connect.sink.BarRow;
import io.candlewick.connect.sink.TickRow;
import io.candlewick.contract.ContractSchemas;
import io.candlewick.contract.TopicSpec;
import io.candlewick.contract.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations of other people's sinks, as text: kafka-connect-jdbc's classes are on no registry that the build may use. */
class PeerFilesTest {

    private static final Path TABLES = Path.of("config", "peers", "debezium-tables.sql");

    /** Keys of kafka-connect-jdbc 10.8 and later that the files may use. */
    private static final Set<String> JDBC_KEYS = Set.of(
            "connection.url",
            "connection.user",
            "connection.password",
            "table.name.format",
            "auto.create",
            "auto.evolve",
            "insert.mode",
            "pk.mode",
            "pk.fields",
            "fields.whitelist",
            "timestamp.fields.list",
            "timestamp.precision.mode",
            "batch.size");

    private static final Set<String> WORKER_KEYS =
            Set.of("connector.class", "tasks.max", "topics", "key.converter", "value.converter", "transforms");

    @ParameterizedTest
    @ValueSource(strings = {"kafka-connect-jdbc-ticks", "kafka-connect-jdbc-bars"})
    void shouldUseOnlyKeysThatKafkaConnectJdbcHas(String name) {
        assertThat(file(name).config().keySet())
                .allMatch(key -> WORKER_KEYS.contains(key)
                        || JDBC_KEYS.contains(key)
                        || key.startsWith("value.converter.")
                        || key.startsWith("transforms.")
                        || key.startsWith("errors.")
                        || key.startsWith("consumer.override."));
    }

    @Test
    void shouldNameColumnsOfOurTablesForKafkaConnectJdbc() {
        Map<String, String> ticks = file("kafka-connect-jdbc-ticks").config();
        Map<String, String> bars = file("kafka-connect-jdbc-bars").config();

        assertThat(list(ticks, "fields.whitelist")).containsExactlyElementsOf(TickRow.COLUMNS);
        assertThat(list(ticks, "pk.fields")).containsExactlyElementsOf(TickRow.KEY);
        assertThat(list(bars, "pk.fields")).containsExactlyElementsOf(BarRow.KEY);
        assertThat(BarRow.COLUMNS)
                .as("every field of a bar is a column")
                .containsAll(fields(io.candlewick.avro.Bar.class));
        assertThat(list(ticks, "timestamp.fields.list"))
                .containsExactlyElementsOf(times(io.candlewick.avro.Tick.class));
        assertThat(list(bars, "timestamp.fields.list")).containsExactlyElementsOf(times(io.candlewick.avro.Bar.class));
    }

    @Test
    void shouldHaveAColumnForEveryFieldInDebeziumsTables() throws Exception {
        String[] tables = Files.readString(TABLES).split("CREATE TABLE", -1);

        assertThat(columns(tables[1])).containsExactlyElementsOf(fields(io.candlewick.avro.Tick.class));
        assertThat(columns(tables[2])).containsExactlyElementsOf(fields(io.candlewick.avro.Bar.class));
        assertThat(list(file("debezium-jdbc-ticks").config(), "primary.key.fields"))
                .containsExactlyElementsOf(TickRow.KEY);
        assertThat(list(file("debezium-jdbc-bars").config(), "primary.key.fields"))
                .containsExactlyElementsOf(BarRow.KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka-connect-jdbc-ticks",
                "kafka-connect-jdbc-bars",
                "debezium-jdbc-ticks",
                "debezium-jdbc-bars"
            })
    void shouldReadTopicsOfTheCatalogueHoldNoSecretAndBatchAsMuchAsIsPolled(String name) {
        Map<String, String> config = file(name).config();

        assertThat(file(name).name()).isEqualTo(name);
        assertThat(Topics.ALL.stream().map(TopicSpec::name).collect(Collectors.toSet()))
                .contains(config.get("topics"), config.get("errors.deadletterqueue.topic.name"));
        assertThat(config.get("connection.password")).isEqualTo("${env:CANDLEWICK_TIMESCALE_PASSWORD}");
        assertThat(config.get("batch.size")).isEqualTo(config.get("consumer.override.max.poll.records"));
        assertThat(config).containsEntry("consumer.override.isolation.level", "read_committed");
    }

    private static ConnectorFile file(String name) {
        return ConnectorFile.bundled("peers/" + name);
    }

    private static List<String> list(Map<String, String> config, String key) {
        return List.of(config.getOrDefault(key, "").split(",", -1));
    }

    private static List<String> columns(String table) {
        List<String> columns = new ArrayList<>();
        table.lines()
                .map(String::strip)
                .filter(line -> line.matches("[a-z_]+ +(text|bigint|double precision|integer|boolean)\\b.*"))
                .forEach(line -> columns.add(line.substring(0, line.indexOf(' '))));
        return columns;
    }

    private static List<String> fields(Class<? extends org.apache.avro.specific.SpecificRecord> type) {
        return ContractSchemas.of(type).getFields().stream()
                .map(Schema.Field::name)
                .toList();
    }

    private static List<String> times(Class<? extends org.apache.avro.specific.SpecificRecord> type) {
        return ContractSchemas.of(type).getFields().stream()
                .filter(field -> branches(field.schema()).anyMatch(branch -> branch.getLogicalType() != null))
                .map(Schema.Field::name)
                .toList();
    }

    private static Stream<Schema> branches(Schema schema) {
        return schema.isUnion() ? schema.getTypes().stream() : Arrays.stream(new Schema[] {schema});
    }
}
