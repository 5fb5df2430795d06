package io.candlewick.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import io.candlewick.contract.Topics;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SchemaRegistry;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real stack, started once; the tests that break or restart it come last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalStackIT {
    private static final int ROWS = 100_000;
    private static final int LATE = 100;
    private static final int LAST = 200;

    @TempDir
    private static Path folder;

    private static LocalStack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = LocalStack.started(config());
    }

    private static StackConfig config() {
        return StackConfig.in(folder).withTimescale(Optional.empty());
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void shouldBeReadyInEveryPart() throws Exception {
        assertThat(stack.health()).hasSize(config().services().size()).allMatch(ServiceHealth::isReady);
    }

    @Test
    void shouldCarryRecords() throws Exception {
        String servers = stack.addresses().bootstrapServers().orElseThrow();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer());
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(Topics.CLICKHOUSE_DLQ.name(), 0);
            producer.send(new ProducerRecord<>(partition.topic(), 0, "EUR/USD", "1.0842"))
                    .get(10, TimeUnit.SECONDS);

            consumer.assign(List.of(partition));

            assertThat(consumer.poll(Duration.ofSeconds(10)))
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).isEqualTo("1.0842"));
        }
    }

    @Test
    void shouldHaveTheTopicsOfTheCatalogue() throws Exception {
        try (TopicCatalogue catalogue =
                new TopicCatalogue(stack.addresses().kafka().orElseThrow())) {
            assertThat(catalogue.compare())
                    .hasSize(Topics.ALL.size())
                    .allMatch(report -> report.differences().isEmpty());
        }
    }

    @Test
    void shouldKeepSchemas() {
        SchemaRegistry registry = registry();
        Schema schema =
                SchemaBuilder.record("Probe").fields().requiredLong("at").endRecord();

        int id = registry.register("probe-value", schema);

        assertThat(registry().schema(id)).isEqualTo(schema);
        assertThat(registry().subjects()).contains(Topics.TICKS_LIVE.valueSubject());
    }

    private static SchemaRegistry registry() {
        return new SchemaRegistry(
                RegistryConfig.of(stack.addresses().schemaRegistryUrl().orElseThrow()));
    }

    @Test
    void shouldHaveAPostgresqlThatAsksForItsPassword() throws Exception {
        TimescaleServer server = stack.addresses().timescale().orElseThrow();
        try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW server_version_num")) {
            rows.next();
            assertThat(rows.getInt(1)).isGreaterThanOrEqualTo(170_000);
        }
        assertThatThrownBy(() -> DriverManager.getConnection(server.url(), server.user(), "wrong"))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void shouldHaveAWorkerThatAnswers() throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        stack.addresses().connectUrl().orElseThrow()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(response.body()).contains("\"version\":\"4.3.1\"");
    }

    /** Requests plain, in ClickHouse's own compression, and in HTTP's. */
    @ParameterizedTest
    @CsvSource({"false, false, false", "true, true, false", "true, true, true"})
    void shouldSpeakEveryCompressionOfTheJavaClient(boolean request, boolean response, boolean http) throws Exception {
        try (Client client = clickhouse()
                .compressClientRequest(request)
                .compressServerResponse(response)
                .useHttpCompression(http)
                .build()) {
            client.execute("CREATE OR REPLACE TABLE spoken (a Int64, b Float64) ENGINE = MergeTree ORDER BY a")
                    .get()
                    .close();
            insert(client, "spoken", 1_000);

            List<GenericRecord> rows = client.queryAll("SELECT count() AS n, sum(a) AS s, max(b) AS m FROM spoken");

            assertThat(rows.get(0).getLong("n")).isEqualTo(1_000);
            assertThat(rows.get(0).getLong("s")).isEqualTo(499_500);
            assertThat(rows.get(0).getDouble("m")).isEqualTo(499.5);
        }
    }

    @Test
    void shouldApplySettingsToOneQueryOnly() throws Exception {
        try (Client client = clickhouse().build()) {
            QuerySettings settings = new QuerySettings().serverSetting("max_block_size", "777");
            String sql = "SELECT getSetting('max_block_size') AS v";

            assertThat(client.queryAll(sql, settings).get(0).getLong("v")).isEqualTo(777);
            assertThat(client.queryAll(sql).get(0).getLong("v")).isNotEqualTo(777);
        }
    }

    @Test
    void shouldReportTheEnginesErrors() {
        try (Client client = clickhouse().build()) {
            assertThatThrownBy(() -> client.queryAll("SELECT * FROM absent"))
                    .rootCause()
                    .isInstanceOfSatisfying(ServerException.class, e -> {
                        assertThat(e.getCode()).isEqualTo(60);
                        assertThat(e.getMessage()).contains("absent");
                    });
        }
    }

    /** The engine takes the JVM's handler of SIGSEGV away unless it is kept from it, and then dies under load. */
    @Test
    void shouldKeepTheJavaHandlersInTheEnginesProcess() throws Exception {
        Path status = Path.of("/proc", String.valueOf(entry(Service.CLICKHOUSE).pid()), "status");
        assumeTrue(Files.exists(status), "needs Linux, to see which signals a process handles");
        int segmentationFault = 11;

        String caught = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigCgt:"))
                .map(line -> line.substring("SigCgt:".length()).strip())
                .findFirst()
                .orElseThrow();

        assertThat(Long.parseUnsignedLong(caught, 16) >> (segmentationFault - 1) & 1)
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseASecondStackOnTheSameData() {
        assertThatThrownBy(() -> LocalStack.open(config()))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("is in use by the stack of process "
                        + ProcessHandle.current().pid())
                .hasMessageContaining(folder.resolve("stack.json").toString());
    }

    @Test
    @Order(LATE)
    void shouldStartAServiceAgainThatDied() throws Exception {
        long before = Optional.ofNullable(entry(Service.CLICKHOUSE).pid()).orElseThrow();
        ProcessHandle.of(before).orElseThrow().destroyForcibly();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> entry(Service.CLICKHOUSE).restarts() == 1);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> entry(Service.CLICKHOUSE).state() == ServiceState.READY);
        assertThat(entry(Service.CLICKHOUSE).pid()).isNotEqualTo(before);
    }

    private static StackState.Entry entry(Service service) {
        return stack.state().services().stream()
                .filter(entry -> entry.name() == service)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(LAST)
    void shouldKeepEverythingOverARestart() throws Exception {
        try (Client client = clickhouse().build()) {
            client.execute("CREATE TABLE kept (a Int64, b Float64) ENGINE = MergeTree ORDER BY a")
                    .get()
                    .close();
            insert(client, "kept", ROWS);
        }
        int schemaId = registry().register("kept-value", Schema.create(Schema.Type.LONG));
        StackAddresses before = stack.addresses();
        stack.close();
        assertThat(StackState.read(folder).orElseThrow().state()).isEqualTo(ServiceState.STOPPED);

        stack = LocalStack.started(config());

        assertThat(stack.addresses()).isEqualTo(before);
        assertThat(registry().schema(schemaId)).isEqualTo(Schema.create(Schema.Type.LONG));
        try (Client client = clickhouse().build()) {
            assertThat(client.queryAll("SELECT count() AS n FROM kept").get(0).getLong("n"))
                    .isEqualTo(ROWS);
        }
    }

    private static Client.Builder clickhouse() {
        return new Client.Builder()
                .addEndpoint(stack.addresses().clickhouseUrl().orElseThrow())
                .setUsername("default")
                .setPassword("");
    }

    private static void insert(Client client, String table, int rows) throws Exception {
        ByteBuffer data = ByteBuffer.allocate(rows * 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < rows; i++) {
            data.putLong(i).putDouble(i / 2.0);
        }
        try (InsertResponse response = client.insert(
                        table, new ByteArrayInputStream(data.array()), ClickHouseFormat.RowBinary)
                .get(30, TimeUnit.SECONDS)) {
            assertThat(response.getWrittenRows()).isEqualTo(rows);
        }
    }
}
