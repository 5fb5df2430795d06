package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candlewick.chaos.TcpProxy;
import io.candlewick.connect.rest.ConnectorDeployer;
import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.contract.ContractSchemas;
import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackConfig;
import io.candlewick.local.TimescaleServer;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.places.BarPlace;
import io.candlewick.places.BarRange;
import io.candlewick.places.ClickHouseBars;
import io.candlewick.places.ClickHouseServer;
import io.candlewick.places.TimescaleBars;
import io.candlewick.places.TopicBars;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.serde.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong in operation, under load, on the real worker and the real engines: after each drill both databases hold every tick and
 * every bar of the topics once, the bars field by field as the topic has them, and the sinks resumed by themselves.
 *
 * <p>An outage lasts {@code -Dcandlewick.outage=SECONDS}, 6 by default.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SinkDrillsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long OUTAGE_SECONDS = Long.getLong("candlewick.outage", 6);

    private LocalStack stack;
    private CandlewickSerdes serdes;
    private TcpProxy timescaleProxy;
    private TcpProxy clickhouseProxy;
    private int drills;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        stack = LocalStack.started(StackConfig.in(directory.resolve("stack"))
                .withTimescale(Optional.empty())
                .without(Service.STREAMS));
        serdes = new CandlewickSerdes(registry());
        timescaleProxy = new TcpProxy(
                URI.create(timescale().url().substring("jdbc:".length())).getPort());
        clickhouseProxy = new TcpProxy(URI.create(clickhouseUrl()).getPort());
        deploy(
                "timescaledb-sink",
                "timescale.url",
                timescale().url().replaceFirst(":\\d+/", ":" + timescaleProxy.port() + "/"));
        deploy("clickhouse-sink", "clickhouse.url", "http://127.0.0.1:" + clickhouseProxy.port());
    }

    private void deploy(String name, String key, String url) {
        ConnectorFile file =
                ConnectorFile.bundled(name).with(Map.of(key, url, "retry.backoff.max", "1s", "bars.of", "all"));
        connectors().apply(file, PATIENCE);
    }

    @AfterAll
    void stop() {
        timescaleProxy.close();
        clickhouseProxy.close();
        stack.close();
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheWorkerIsKilled() throws Exception {
        drill(() -> kill(Service.CONNECT));
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheBrokerIsKilled() throws Exception {
        drill(() -> kill(Service.BROKER));
    }

    @Test
    void shouldLoseAndDoubleNothingWhenClickHouseIsKilled() throws Exception {
        drill(() -> kill(Service.CLICKHOUSE));
    }

    /** PostgreSQL takes the death of one of its processes for a crash: it ends all others and recovers from its log. */
    @Test
    void shouldLoseAndDoubleNothingWhenPostgresCrashes() throws Exception {
        drill(() -> {
            List<String> writers = timescale(
                    "SELECT pid FROM pg_stat_activity WHERE application_name = 'candlewick-timescaledb-sink'");
            assertThat(writers).isNotEmpty();
            ProcessHandle.of(Long.parseLong(writers.get(0))).orElseThrow().destroyForcibly();
        });
    }

    @Test
    void shouldWaitForDatabasesThatAreAwayAndBeAsFastAsBeforeAfterwards() throws Exception {
        drill(() -> {
            timescaleProxy.cut();
            clickhouseProxy.cut();
            TimeUnit.SECONDS.sleep(OUTAGE_SECONDS);
            timescaleProxy.restore();
            clickhouseProxy.restore();
        });

        Symbol symbol = Symbol.of("AFTER/USD");
        long start = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            send(producer, "ticks.live", serdes.tick().serializer().serialize("ticks.live", DrillLoad.tick(symbol, 1)));
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !timescale("SELECT 1 FROM market_ticks WHERE symbol = 'AFTER/USD'")
                        .isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    /** The error of a full disk, from the server itself; a disk that is really full would take the broker down with it. */
    @Test
    void shouldWaitForADiskThatIsFull() throws Exception {
        drill(() -> {
            run("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
                    + " 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$");
            run("CREATE TRIGGER full_disk BEFORE INSERT ON market_ticks EXECUTE FUNCTION full_disk()");
            TimeUnit.SECONDS.sleep(2);
            run("DROP TRIGGER full_disk ON market_ticks");
            run("DROP FUNCTION full_disk");
        });
    }

    @Test
    void shouldFailWithTheColumnsNameAndGoOnWhenItIsBack() throws Exception {
        drill(() -> {
            run("ALTER TABLE market_ticks RENAME COLUMN venue TO venue_gone");
            await().atMost(PATIENCE).until(() -> status("timescaledb-sink").contains("FAILED"));
            assertThat(status("timescaledb-sink")).contains("venue");
            run("ALTER TABLE market_ticks RENAME COLUMN venue_gone TO venue");
            connectors().restart("timescaledb-sink");
        });
    }

    @Test
    void shouldTakeOutOnePoisonRecordAmongTenThousand() throws Exception {
        Symbol symbol = nextSymbol();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            var serializer = serdes.tick().serializer();
            for (int number = 0; number < 10_000; number++) {
                send(
                        producer,
                        "ticks.live",
                        number == 5_000
                                ? "{\"no\":\"avro\"}".getBytes(StandardCharsets.UTF_8)
                                : serializer.serialize("ticks.live", DrillLoad.tick(symbol, number)));
            }
        }

        awaitTicks(symbol, 9_999);
        assertThat(status("timescaledb-sink")).doesNotContain("FAILED");
        assertThat(status("clickhouse-sink")).doesNotContain("FAILED");
    }

    @Test
    void shouldStoreTicksOfASchemaWithANewOptionalField() throws Exception {
        Symbol symbol = nextSymbol();
        Schema own = ContractSchemas.of(io.candlewick.avro.Tick.class);
        List<Schema.Field> fields = new ArrayList<>();
        own.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field(
                "latency_us",
                Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.LONG)),
                "How long it took.",
                Schema.Field.NULL_DEFAULT_VALUE));
        Schema next = Schema.createRecord(own.getName(), own.getDoc(), own.getNamespace(), false, fields);
        int id = new SchemaRegistry(registry()).register("ticks.live-value", next);

        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (long number = 0; number < 100; number++) {
                send(producer, "ticks.live", encode(next, id, symbol, number));
            }
        }

        awaitTicks(symbol, 100);
    }

    private static byte[] encode(Schema schema, int id, Symbol symbol, long number) throws Exception {
        GenericData.Record tick = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            tick.put(
                    field.name(),
                    switch (field.name()) {
                        case "tenant" -> "system";
                        case "symbol" -> symbol.text();
                        case "feed" -> "drill";
                        case "kind" -> new GenericData.EnumSymbol(field.schema(), "QUOTE");
                        case "event_time", "ingest_time" -> DrillLoad.START_US + number;
                        case "sequence" -> number;
                        case "bid", "ask" -> 1.5;
                        case "aggressor_side" -> new GenericData.EnumSymbol(field.schema(), "UNKNOWN");
                        case "action" -> new GenericData.EnumSymbol(field.schema(), "NEW");
                        case "latency_us" -> 250L;
                        default -> null;
                    });
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.write(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(tick, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private interface Fault {
        void happen() throws Exception;
    }

    /** Under load from before the fault until a second after it. */
    private void drill(Fault fault) throws Exception {
        Symbol symbol = nextSymbol();
        try (DrillLoad load = new DrillLoad(bootstrapServers(), serdes, symbol)) {
            await().atMost(PATIENCE).until(() -> clickhouseTicks(symbol) > 0 && timescaleTicks(symbol) > 0);
            fault.happen();
            TimeUnit.SECONDS.sleep(1);
            load.stop();
            awaitTicks(symbol, load.ticks());
            awaitBars(symbol, load.bars());
        }
    }

    private void awaitTicks(Symbol symbol, long ticks) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(timescaleTicks(symbol)).isEqualTo(ticks);
            assertThat(clickhouseTicks(symbol)).isEqualTo(ticks);
        });
        assertThat(timescale("SELECT count(DISTINCT sequence) FROM market_ticks WHERE symbol = '" + symbol + "'"))
                .containsExactly(Long.toString(ticks));
    }

    private void awaitBars(Symbol symbol, long bars) throws Exception {
        BarRange range = new BarRange("system", symbol, Timeframe.M1, Long.MIN_VALUE, Long.MAX_VALUE);
        var said = new TopicBars(bootstrapServers(), new SchemaRegistry(registry())).read(range);
        assertThat(said).hasSize((int) bars);
        for (BarPlace place : List.of(new TimescaleBars(timescale()), new ClickHouseBars(clickhouse()))) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(place.read(range)).as(place.name()).isEqualTo(said));
        }
    }

    private Symbol nextSymbol() {
        return Symbol.of("D" + drills++ + "/USD");
    }

    private long timescaleTicks(Symbol symbol) {
        return Long.parseLong(timescale("SELECT count(*) FROM market_ticks WHERE symbol = '" + symbol + "'")
                .get(0));
    }

    private long clickhouseTicks(Symbol symbol) {
        return clickhouse("SELECT count() FROM ticks WHERE symbol = '" + symbol + "'");
    }

    private long clickhouse(String question) {
        URI query = URI.create(clickhouseUrl() + "/?default_format=TabSeparated&query="
                + URLEncoder.encode(question, StandardCharsets.UTF_8));
        try {
            return Long.parseLong(http.send(HttpRequest.newBuilder(query).build(), BodyHandlers.ofString())
                    .body()
                    .strip());
        } catch (IOException | NumberFormatException away) {
            return -1;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private List<String> timescale(String query) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        timescale().url(), timescale().user(), timescale().password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        } catch (SQLException away) {
            return List.of("-1");
        }
        return rows;
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        timescale().url(), timescale().user(), timescale().password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void kill(Service service) {
        long pid = stack.state().services().stream()
                .filter(entry -> entry.name() == service)
                .map(entry -> entry.pid())
                .findFirst()
                .orElseThrow();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private String status(String connector) {
        return connectors().find(connector).map(Object::toString).orElse("none");
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class));
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(topic, 0, null, value));
    }

    private ConnectorDeployer connectors() {
        return new ConnectorDeployer(URI.create(stack.addresses().connectUrl().orElseThrow()));
    }

    private String bootstrapServers() {
        return stack.addresses().bootstrapServers().orElseThrow();
    }

    private RegistryConfig registry() {
        return RegistryConfig.of(stack.addresses().schemaRegistryUrl().orElseThrow());
    }

    private TimescaleServer timescale() {
        return stack.addresses().timescale().orElseThrow();
    }

    private String clickhouseUrl() {
        return stack.addresses().clickhouseUrl().orElseThrow();
    }

    private ClickHouseServer clickhouse() {
        return new ClickHouseServer(clickhouseUrl(), new ClickHouseServer.Credentials("", "", ""));
    }
}
