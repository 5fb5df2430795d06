package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.connect.rest.ConnectorDeployer;
import io.candlewick.connect.rest.ConnectorFile;
import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackConfig;
import io.candlewick.local.TimescaleServer;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Other people's converters and sinks on the real worker, on the same records as ours: Debezium's JDBC sink with the configurations of
 * {@code connectors/config/peers}, Apicurio's Avro converter, Kafka's JSON converter and its single message transformations.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeersIT {

    private static final Path PLUGINS = Path.of("..", "peers", "target", "plugins");
    private static final Path PEERS = Path.of("..", "connectors", "config", "peers");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Symbol LOADED = Symbol.of("LOAD/USD");
    private static final String JSON_TOPIC = "quotes.json";
    private static final String TICK_FIELDS =
            "tenant, symbol, feed, kind, %s, sequence, bid, ask, bid_size, ask_size, price, size, aggressor_side, trade_id,"
                    + " venue, conditions, action";
    private static final String BAR_FIELDS =
            "tenant, symbol, timeframe, %s, open, high, low, close, bid_open, bid_high, bid_low, bid_close, ask_open,"
                    + " ask_high, ask_low, ask_close, volume, tick_count, vwap, spread_mean, spread_max, range_pips,"
                    + " body_pips, buy_volume, sell_volume, status, revision, cause, source, complete, version";
    private static final Map<String, String> APICURIO = Map.of(
            "value.converter", "io.apicurio.registry.utils.converter.AvroConverter",
            "value.converter.apicurio.registry.url", "${env:CANDLEWICK_APICURIO_URL}",
            "value.converter.apicurio.registry.as-confluent", "true",
            "value.converter.apicurio.registry.use-id", "contentId",
            "value.converter.apicurio.registry.headers.enabled", "false");

    private final HttpClient http = HttpClient.newHttpClient();
    private LocalStack stack;
    private CandlewickSerdes serdes;
    private long ticks;
    private long bars;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        assertThat(PLUGINS).as("built by the module peers").isDirectory();
        stack = LocalStack.started(StackConfig.in(directory.resolve("stack"))
                .withTimescale(Optional.empty())
                .withServices(EnumSet.complementOf(EnumSet.of(Service.STREAMS)))
                .withPlugins(PLUGINS));
        serdes = new CandlewickSerdes(
                RegistryConfig.of(stack.addresses().schemaRegistryUrl().orElseThrow()));
        deploy("timescaledb-sink", Map.of());
        try (DrillLoad load = new DrillLoad(bootstrapServers(), serdes, LOADED)) {
            await().atMost(PATIENCE).until(() -> load.ticks() >= 2_000);
            load.stop();
            ticks = load.ticks();
            bars = load.bars();
        }
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void shouldFillTheSameRowsByDebeziumAsByOurs() throws Exception {
        run(url(), Files.readString(PEERS.resolve("debezium-tables.sql")));
        deploy("peers/debezium-jdbc-ticks", Map.of());
        deploy("peers/debezium-jdbc-bars", Map.of());

        awaitCount(url(), "market_ticks", ticks);
        awaitCount(url(), "debezium_ticks", ticks);
        awaitCount(url(), "market_candles", bars);
        awaitCount(url(), "debezium_bars", bars);

        assertThat(query(url(), select(TICK_FIELDS, "debezium_ticks", "event_time", "ingest_time")))
                .isEqualTo(
                        query(url(), select(TICK_FIELDS, "market_ticks", micros("event_time"), micros("ingest_time"))));
        assertThat(query(url(), select(BAR_FIELDS, "debezium_bars", "start_time", "end_time", "first_tick_time")))
                .isEqualTo(query(
                        url(),
                        select(
                                BAR_FIELDS,
                                "market_candles",
                                micros("start_time"),
                                micros("end_time"),
                                micros("first_tick_time"))));

        assertThatAnOlderBarReplacesANewerOneInTheirTableAndNotInOurs();
    }

    private void assertThatAnOlderBarReplacesANewerOneInTheirTableAndNotInOurs() throws Exception {
        Symbol symbol = Symbol.of("OLD/USD");
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (Bar bar : List.of(bar(symbol, 0, 1), bar(symbol, 0, 0), bar(symbol, 1, 0))) {
                producer.send(new ProducerRecord<>(
                                "bars", 0, null, serdes.bar().serializer().serialize("bars", bar)))
                        .get(30, TimeUnit.SECONDS);
            }
        }

        String revisions = "SELECT revision FROM %s WHERE symbol = 'OLD/USD' ORDER BY start_time";
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(query(url(), String.format(revisions, "debezium_bars")))
                        .containsExactly("0", "0"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(query(url(), String.format(revisions, "market_candles")))
                        .containsExactly("1", "0"));
        run(url(), "DELETE FROM market_candles WHERE symbol = 'OLD/USD'");
    }

    @Test
    void shouldWriteTheSameRowsThroughApicuriosConverter() throws Exception {
        String converted = newDatabase("converted");
        Map<String, String> settings = new HashMap<>(APICURIO);
        settings.put("timescale.url", converted);
        deploy("timescaledb-sink", "converted-timescale", settings);
        settings = new HashMap<>(APICURIO);
        settings.put("clickhouse.database", "converted");
        deploy("clickhouse-sink", "converted-clickhouse", settings);

        String whichTicks = select(TICK_FIELDS + ", lineage_topic, lineage_offset", "market_ticks", "event_time");
        String whichBars = select(BAR_FIELDS, "market_candles", "start_time", "end_time", "last_tick_time")
                .replace(" ORDER BY", " WHERE symbol = '" + LOADED + "' ORDER BY");
        awaitCount(url(), "market_ticks", ticks);
        awaitCount(converted, "market_ticks", ticks);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(query(converted, whichBars)).isEqualTo(query(url(), whichBars)));
        assertThat(query(converted, whichTicks)).hasSize((int) ticks).isEqualTo(query(url(), whichTicks));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(clickhouse("SELECT count(), uniqExact(sequence) FROM converted.ticks"))
                        .isEqualTo(ticks + "\t" + ticks));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                clickhouse("SELECT count() FROM converted.bars WHERE symbol = '" + LOADED + "'"))
                        .isEqualTo(Long.toString(bars)));
    }

    @Test
    void shouldFollowTransformationsOfTopicAndFields() throws Exception {
        String transformed = newDatabase("transformed");
        Map<String, String> settings = new HashMap<>(APICURIO);
        settings.putAll(Map.of(
                "timescale.url", transformed,
                "topics", "ticks.live",
                "routes", "quotes=ticks",
                "transforms", "route,received",
                "transforms.route.type", "org.apache.kafka.connect.transforms.RegexRouter",
                "transforms.route.regex", "ticks\\.live",
                "transforms.route.replacement", "quotes",
                "transforms.received.type", "org.apache.kafka.connect.transforms.TimestampConverter$Value",
                "transforms.received.field", "ingest_time"));
        settings.put("transforms.received.target.type", "Timestamp");
        settings.put("transforms.received.unix.precision", "microseconds");
        deploy("timescaledb-sink", "transformed", settings);

        awaitCount(transformed, "market_ticks", ticks);

        assertThat(query(
                        transformed,
                        "SELECT DISTINCT lineage_topic, ingest_time - date_trunc('milliseconds', ingest_time)"
                                + " FROM market_ticks"))
                .containsExactly("ticks.live|00:00:00");
    }

    @Test
    void shouldWriteJsonWithASchemaAndWithout() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(JSON_TOPIC, 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        String payload = "{\"symbol\": \"EUR/USD\", \"feed\": \"json\", \"kind\": \"QUOTE\", \"event_time\":"
                + " 1398920400000001, \"ingest_time\": 1398920400000002, \"bid\": 1.5, \"ask\": 1.75}";
        String schema = "{\"type\": \"struct\", \"fields\": ["
                + field("symbol", "string") + field("feed", "string") + field("kind", "string")
                + field("event_time", "int64") + field("ingest_time", "int64") + field("bid", "double")
                + "{\"field\": \"ask\", \"type\": \"double\"}]}";
        String withSchema = "{\"schema\": " + schema + ", \"payload\": " + payload + "}";
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (String value :
                    List.of(withSchema, "{\"schema\": null, \"payload\": " + payload.replace("json", "map") + "}")) {
                producer.send(new ProducerRecord<>(JSON_TOPIC, value.getBytes(StandardCharsets.UTF_8)))
                        .get(30, TimeUnit.SECONDS);
            }
        }
        String json = newDatabase("json");

        deploy(
                "timescaledb-sink",
                "json",
                Map.of(
                        "timescale.url",
                        json,
                        "topics",
                        JSON_TOPIC,
                        "routes",
                        JSON_TOPIC + "=ticks",
                        "value.converter",
                        "org.apache.kafka.connect.json.JsonConverter",
                        "value.converter.schemas.enable",
                        "true"));

        awaitCount(json, "market_ticks", 2);
        assertThat(
                        query(
                                json,
                                "SELECT tenant, symbol, feed, kind, " + micros("event_time")
                                        + ", sequence, bid, ask, price, aggressor_side, action FROM market_ticks ORDER BY feed"))
                .containsExactly(
                        "system|EUR/USD|json|QUOTE|1398920400000001|0|1.5|1.75|null|UNKNOWN|NEW",
                        "system|EUR/USD|map|QUOTE|1398920400000001|0|1.5|1.75|null|UNKNOWN|NEW");
    }

    private static String field(String name, String type) {
        return "{\"field\": \"" + name + "\", \"type\": \"" + type + "\"}, ";
    }

    private static Bar bar(Symbol symbol, int minute, int revision) {
        long start = DrillLoad.START_US + minute * 60_000_000L;
        return new Bar(
                new BarKey(BarKey.SYSTEM_TENANT, symbol, Timeframe.M1, start),
                start + 60_000_000L,
                new Ohlc(1.1, 1.4, 1.0, 1.2),
                null,
                null,
                1,
                1,
                1.2,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                start + 1,
                start + 1,
                revision == 0 ? BarStatus.FINAL : BarStatus.CORRECTED,
                revision,
                revision == 0 ? null : CorrectionCause.LATE_TICK,
                BarSource.LIVE,
                true);
    }

    private static String select(String fields, String table, String... times) {
        return "SELECT " + String.format(fields, String.join(", ", times)) + " FROM " + table
                + " ORDER BY symbol, 5, sequence"
                        .replace("sequence", fields.startsWith("tenant, symbol, feed") ? "sequence" : "4");
    }

    private static String micros(String column) {
        return "(extract(epoch FROM " + column + ") * 1000000)::bigint";
    }

    private void deploy(String bundled, Map<String, String> settings) {
        deploy(bundled, ConnectorFile.bundled(bundled).name(), settings);
    }

    private void deploy(String bundled, String name, Map<String, String> settings) {
        ConnectorFile shipped = ConnectorFile.bundled(bundled);
        ConnectorFile file = (shipped.config().containsKey("bars.of")
                        ? shipped.with(Map.of("bars.of", "all"))
                        : shipped)
                .with(settings);
        new ConnectorDeployer(URI.create(stack.addresses().connectUrl().orElseThrow()))
                .apply(new ConnectorFile(name, file.config()), PATIENCE);
    }

    private String newDatabase(String name) throws SQLException {
        run(url(), "CREATE DATABASE " + name);
        return url().replaceFirst("/[^/?]*(\\?.*)?$", "/" + name);
    }

    private void awaitCount(String url, String table, long rows) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(query(url, "SELECT count(*) FROM " + table + " WHERE symbol NOT LIKE 'OLD%'"))
                                .as(table)
                                .containsExactly(Long.toString(rows)));
    }

    private List<String> query(String url, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                List<String> fields = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    fields.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join("|", fields));
            }
        }
        return rows;
    }

    private void run(String url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect(String url) throws SQLException {
        TimescaleServer server = stack.addresses().timescale().orElseThrow();
        return DriverManager.getConnection(url, server.user(), server.password());
    }

    private String clickhouse(String query) throws Exception {
        URI address = URI.create(stack.addresses().clickhouseUrl().orElseThrow()
                + "/?default_format=TabSeparated&query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body()
                .strip();
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private String bootstrapServers() {
        return stack.addresses().bootstrapServers().orElseThrow();
    }

    private String url() {
        return stack.addresses().timescale().orElseThrow().url();
    }
}
