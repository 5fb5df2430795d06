package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillStatus;
import io.candlewick.avro.EconomicEvent;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickKind;
import io.candlewick.contract.Topics;
import io.candlewick.ingest.instrument.Instruments;
import io.candlewick.ingest.simulate.MarketShape;
import io.candlewick.ingest.simulate.ScaledClock;
import io.candlewick.ingest.simulate.SimulatedMarket;
import io.candlewick.ingest.simulate.SimulatedWorld;
import io.candlewick.ingest.simulate.Simulator;
import io.candlewick.ingest.simulate.alpaca.AlpacaSockets;
import io.candlewick.ingest.simulate.polygon.PolygonRest;
import io.candlewick.ingest.simulate.yahoo.YahooRest;
import io.candlewick.ingest.subscribe.Subscriptions;
import io.candlewick.ingest.topic.KafkaAccess;
import io.candlewick.ingest.topic.TableReader;
import io.candlewick.local.StackAddresses;
import io.candlewick.local.TimescaleServer;
import io.candlewick.market.Bar;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The roles of the collector that no other test runs as a process: economic calendars, the nightly backfill, the poller, and coins from
 * Alpaca's sockets; each against servers that speak its vendor's wire, through the whole product, to the rows.
 */
@ExtendWith(WholeStack.class)
class CollectorRolesIT {

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);
    private static final Pattern HEALTH = Pattern.compile("health on (http://127.0.0.1:\\d+)");
    private static final Symbol BITCOIN = Symbol.of("BTC/USD");

    @TempDir
    private Path directory;

    private final RunningStack running;
    private final List<Process> processes = new ArrayList<>();

    CollectorRolesIT(RunningStack running) {
        this.running = running;
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /* Five sources, four of them with keys; one stumbles at first, one refuses at first, figures come later. */
    @Test
    void shouldStoreEveryCalendarOnceHoweverOftenItIsFetched() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        AtomicInteger faults = new AtomicInteger(2);
        AtomicBoolean isReleased = new AtomicBoolean();
        Map<String, String> keys = Map.of(
                "FRED", "a-fred-key", "FINNHUB", "a-finnhub-key", "FMP", "a-fmp-key", "TRADINGECONOMICS", "a-te:key");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean stumbles =
                    exchange.getRequestURI().getPath().startsWith("/api/v1/") && faults.getAndDecrement() > 0;
            answer(exchange, keys, stumbles ? 503 : 200, rounds, isReleased.get());
        });
        server.start();
        try {
            Map<String, String> settings = new HashMap<>();
            settings.put("CANDLEWICK_TENANT", "calendars");
            settings.put("CANDLEWICK_INGEST_CLOCK", "2026-11-17T12:00:00Z@60x");
            settings.put("CANDLEWICK_ECONOMIC_SOURCES", "forexfactory,fred,finnhub,fmp,tradingeconomics");
            settings.put("CANDLEWICK_ECONOMIC_EVERY", "2m");
            for (String source : List.of("FOREXFACTORY", "FRED", "FINNHUB", "FMP", "TRADINGECONOMICS")) {
                settings.put(
                        "CANDLEWICK_ECONOMIC_" + source + "_URL",
                        "http://127.0.0.1:" + server.getAddress().getPort());
            }
            for (Map.Entry<String, String> key : keys.entrySet()) {
                Path file = Files.writeString(directory.resolve(key.getKey()), key.getValue() + "\n");
                settings.put("CANDLEWICK_ECONOMIC_" + key.getKey() + "_KEY_FILE", file.toString());
            }
            Path output = collect("economic", settings);

            await().atMost(LIMIT)
                    .pollInterval(LOOK_EVERY)
                    .until(() -> ready(output).contains("Request Denied")
                            || ready(output).contains("forexfactory"));
            await().atMost(LIMIT).pollInterval(LOOK_EVERY).until(() -> rounds.get() >= 4);
            await().atMost(LIMIT)
                    .pollInterval(LOOK_EVERY)
                    .until(() -> calendar().size() == 6);
            long records = recordsOf(Topics.CALENDAR_EVENTS.name());
            int before = rounds.get();
            await().atMost(LIMIT).pollInterval(LOOK_EVERY).until(() -> rounds.get() >= before + 3);
            // Asked again and again, nothing is written again.
            assertThat(recordsOf(Topics.CALENDAR_EVENTS.name())).isEqualTo(records);
            assertThat(ready(output)).doesNotContain("forexfactory");

            isReleased.set(true);
            await().atMost(LIMIT)
                    .pollInterval(LOOK_EVERY)
                    .until(() -> recordsOf(Topics.CALENDAR_EVENTS.name()) >= records + 3);

            assertThat(Files.readString(output)).doesNotContain("a-fred-key", "a-finnhub-key", "a-fmp-key", "a-te:key");
            String figures = "tradingeconomics Non Farm Payrolls 178000.0, fmp CPI 0.0, finnhub ZEW 7.5";
            await().atMost(LIMIT).pollInterval(LOOK_EVERY).untilAsserted(() -> {
                assertThat(storedInTimescale())
                        .hasSize(6)
                        .containsAll(List.of(figures.split(", ")))
                        .contains("forexfactory CPI m/m null", "fred Consumer Price Index null");
                assertThat(storedInClickHouse()).containsExactlyInAnyOrderElementsOf(storedInTimescale());
            });
        } finally {
            server.stop(0);
        }
    }

    private static void answer(
            HttpExchange exchange, Map<String, String> keys, int answer, AtomicInteger rounds, boolean released)
            throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String body;
        int status = answer;
        if (path.startsWith("/ff_")) {
            body = rounds.incrementAndGet() == 1
                    ? "<html><head><title>Request Denied</title></head></html>"
                    : "[{\"title\":\"CPI m/m\",\"country\":\"USD\",\"date\":\"2026-11-17T08:30:00-05:00\",\"impact\":\"High\","
                            + "\"forecast\":\"0.3%\",\"previous\":\"-0.1%\"},{\"title\":\"Bank Holiday\",\"country\":\"All\","
                            + "\"date\":\"2026-11-18T00:00:00-05:00\",\"impact\":\"Holiday\",\"forecast\":\"\",\"previous\":\"\"}]";
        } else if (path.startsWith("/fred/") && query.contains("api_key=" + keys.get("FRED"))) {
            body = "{\"count\":1,\"release_dates\":[{\"release_id\":10,\"release_name\":\"Consumer Price Index\","
                    + "\"date\":\"2026-11-17\"}]}";
        } else if (path.startsWith("/api/v1/") && query.contains("token=" + keys.get("FINNHUB"))) {
            body = "{\"economicCalendar\":[{\"actual\":" + (released ? "7.5" : "null")
                    + ",\"country\":\"DE\",\"estimate\":null,\"event\":\"ZEW\",\"impact\":\"medium\",\"prev\":1.5,"
                    + "\"time\":\"2026-11-17 10:00:00\",\"unit\":\"\"}]}";
        } else if (path.startsWith("/api/v3/") && query.contains("apikey=" + keys.get("FMP"))) {
            body =
                    "[{\"date\":\"2026-11-17 13:30:00\",\"country\":\"US\",\"event\":\"CPI\",\"currency\":\"USD\",\"previous\":0.2,"
                            + "\"estimate\":0.1,\"actual\":" + (released ? "0.0" : "null") + ",\"impact\":\"High\"}]";
        } else if (path.startsWith("/calendar/") && query.contains("c=" + keys.get("TRADINGECONOMICS"))) {
            body =
                    "[{\"CalendarId\":\"360201\",\"Date\":\"2026-11-17T13:30:00\",\"Country\":\"United States\",\"Event\":"
                            + "\"Non Farm Payrolls\",\"Actual\":\"" + (released ? "178K" : "")
                            + "\",\"Previous\":\"227K\",\"Forecast\":\"153K\",\"DateSpan\":\"0\",\"Importance\":3,\"Currency\":\"USD\"}]";
        } else {
            status = 401;
            body = "{\"error\":\"no key\"}";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private List<EconomicEvent> calendar() throws Exception {
        return TableReader.readAll(kafka(), Topics.CALENDAR_EVENTS, EconomicEvent.class).values().stream()
                .filter(event -> event.getTenant().equals("calendars"))
                .toList();
    }

    private List<String> storedInTimescale() throws Exception {
        TimescaleServer server = running.stack().addresses().timescale().orElseThrow();
        List<String> rows = new ArrayList<>();
        try (var connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                var statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT source, title, actual FROM market_context WHERE tenant = 'calendars'")) {
            while (found.next()) {
                rows.add(found.getString(1) + " " + found.getString(2) + " " + found.getObject(3));
            }
        }
        return rows;
    }

    private List<String> storedInClickHouse() throws Exception {
        return query("SELECT source, title, actual FROM economic_calendar WHERE tenant = 'calendars'").stream()
                .map(row -> row.split("\t", -1))
                .map(row -> row[0] + " " + row[1] + " "
                        + (row[2].equals("\\N") ? "null" : Double.toString(Double.parseDouble(row[2]))))
                .toList();
    }

    @Test
    void shouldFillInEverySymbolAtItsHourOfTheNight() throws Exception {
        ScaledClock clock = ScaledClock.parse("2026-11-18T02:29:30Z@20x", InstantSource.system());
        SimulatedMarket market =
                new SimulatedMarket(3, MarketShape.SPARSE.withEventsPerMinute(2), Instruments.bundled("system"));
        SimulatedWorld world = SimulatedWorld.of(market, clock);
        Symbol cable = Symbol.of("GBP/USD");
        Symbol aussie = Symbol.of("AUD/USD");
        try (Simulator simulator = Simulator.start(world, 0, List.of(new PolygonRest(world)))) {
            Subscriptions.add(kafka(), "nightly", List.of(cable, aussie), "test", clock.instant());
            collect(
                    "nightly,download",
                    Map.of(
                            "CANDLEWICK_INGEST_CLOCK", clock.toString(),
                            "CANDLEWICK_BACKFILL_NIGHTLY_AT", "02:30",
                            "CANDLEWICK_BACKFILL_NIGHTLY_DEPTH", "15d",
                            "CANDLEWICK_DOWNLOAD_PATIENCE", "60m",
                            "CANDLEWICK_POLYGON_KEY", "simulated",
                            "CANDLEWICK_POLYGON_REST_URL", "http://127.0.0.1:" + simulator.port(),
                            "CANDLEWICK_POLYGON_REQUESTS_PER_MINUTE", "100000"));

            await().atMost(LIMIT)
                    .pollInterval(LOOK_EVERY)
                    .until(() -> verified("nightly").size() >= 2
                            && verified("nightly").stream()
                                    .allMatch(range -> range.getStatus() == BackfillStatus.VERIFIED));

            List<BackfillRange> ranges = verified("nightly");
            assertThat(ranges).extracting(BackfillRange::getSymbol).containsExactlyInAnyOrder("GBP/USD", "AUD/USD");
            for (BackfillRange range : ranges) {
                List<Bar> truth = market.bars(
                        Symbol.of(range.getSymbol()),
                        Timeframe.M1,
                        Times.us(range.getFromTime()),
                        Times.us(range.getToTime()));
                assertThat(Duration.between(range.getFromTime(), range.getToTime()))
                        .isBetween(Duration.ofDays(13), Duration.ofDays(15));
                assertThat(range.getBars()).isEqualTo(truth.size());
                assertThat(closes("nightly", range.getSymbol()))
                        .containsExactlyElementsOf(
                                truth.stream().map(bar -> bar.price().close()).toList());
            }
        }
    }

    @Test
    void shouldPollWhatHasNoStream() throws Exception {
        ScaledClock clock = ScaledClock.parse("2026-11-17T08:00:30Z@10x", InstantSource.system());
        SimulatedMarket market = new SimulatedMarket(5, MarketShape.USUAL, Instruments.bundled("system"));
        SimulatedWorld world = SimulatedWorld.of(market, clock);
        try (Simulator simulator = Simulator.start(world, 0, List.of(new YahooRest(world)))) {
            Subscriptions.add(kafka(), "polled", List.of(BITCOIN), "test", clock.instant());
            collect(
                    "poll",
                    Map.of(
                            "CANDLEWICK_INGEST_CLOCK",
                            clock.toString(),
                            "CANDLEWICK_DOWNLOAD_SOURCES",
                            "yahoo",
                            "CANDLEWICK_POLL_SOURCES",
                            "yahoo",
                            "CANDLEWICK_YAHOO_URL",
                            "http://127.0.0.1:" + simulator.port()));

            long fromUs = Times.us(Instant.parse("2026-11-17T07:10:00Z"));
            long toUs = Times.us(Instant.parse("2026-11-17T08:05:00Z"));
            List<Double> truth = market.bars(BITCOIN, Timeframe.M1, fromUs, toUs).stream()
                    // This vendor's prices are single floats.
                    .map(bar -> (double) (float) bar.price().close())
                    .toList();
            await().atMost(LIMIT)
                    .pollInterval(LOOK_EVERY)
                    .untilAsserted(() -> assertThat(query(
                                            "SELECT close FROM bars WHERE tenant = 'polled' AND symbol = 'BTC/USD' AND timeframe = '1m'"
                                                    + " AND start_time >= fromUnixTimestamp64Micro(" + fromUs
                                                    + ") AND start_time < fromUnixTimestamp64Micro(" + toUs
                                                    + ") ORDER BY start_time")
                                    .stream()
                                    .map(close -> (double) (float) Double.parseDouble(close)))
                            .containsExactlyElementsOf(truth));
        }
    }

    @Test
    void shouldCollectTradesAndQuotesOfCoinsFromAlpaca() throws Exception {
        ScaledClock clock = ScaledClock.parse("2026-11-17T08:00:00Z@6x", InstantSource.system());
        SimulatedMarket market = new SimulatedMarket(9, MarketShape.USUAL, Instruments.bundled("system"));
        SimulatedWorld world = SimulatedWorld.of(market, clock);
        try (Simulator simulator = Simulator.start(world, 0, List.of(new AlpacaSockets(world)))) {
            Subscriptions.add(kafka(), "alpaca", List.of(BITCOIN), "test", clock.instant());
            collect(
                    "live",
                    Map.of(
                            "CANDLEWICK_TENANT", "alpaca",
                            "CANDLEWICK_INGEST_CLOCK", clock.toString(),
                            "CANDLEWICK_INGEST_FEEDS", "alpaca.crypto",
                            "CANDLEWICK_ALPACA_CHANNELS", "trades,quotes",
                            "CANDLEWICK_ALPACA_SOCKET_URL", "ws://127.0.0.1:" + simulator.port(),
                            "CANDLEWICK_ALPACA_KEY", "key",
                            "CANDLEWICK_ALPACA_SECRET", "secret"));
            await().atMost(LIMIT)
                    .pollInterval(LOOK_EVERY)
                    .until(() -> query("SELECT start_time FROM bars WHERE tenant = 'alpaca' AND timeframe = '1m'"
                                            + " AND source = 'LIVE' AND complete")
                                    .size()
                            >= 2);
            stop();

            List<Tick> ticks = bitcoins("alpaca");
            long fromUs = markOf(ticks, FeedStatus.STARTED);
            long toUs = markOf(ticks, FeedStatus.DOWN);
            List<Tick> delivered = ticks.stream()
                    .filter(tick -> tick.eventTimeUs() >= fromUs && tick.eventTimeUs() < toUs)
                    .toList();
            Set<String> trades = new HashSet<>();
            market.trades(BITCOIN, fromUs, toUs).forEach(trade -> trades.add(trade.id()));
            assertThat(delivered.stream().filter(tick -> tick.kind() == TickKind.TRADE))
                    .extracting(Tick::tradeId)
                    .containsExactlyInAnyOrderElementsOf(trades);
            assertThat(delivered.stream()
                            .filter(tick -> tick.kind() == TickKind.QUOTE)
                            .map(tick -> tick.eventTimeUs() + " " + tick.bid() + " " + tick.ask()))
                    .containsExactlyInAnyOrderElementsOf(market.quotes(BITCOIN, fromUs, toUs).stream()
                            .map(quote -> quote.timeUs() + " " + quote.bid() + " " + quote.ask())
                            .toList())
                    .isNotEmpty();
        }
    }

    private static long markOf(List<Tick> ticks, FeedStatus status) {
        return ticks.stream()
                .filter(tick -> tick.kind() == TickKind.HEARTBEAT
                        && tick.feedStatus() == status
                        && tick.symbol().equals(BITCOIN))
                .mapToLong(Tick::eventTimeUs)
                .findFirst()
                .orElseThrow();
    }

    private List<Tick> bitcoins(String tenant) {
        byte[] key = BITCOIN.text().getBytes(StandardCharsets.UTF_8);
        KafkaAccess kafka = kafka();
        List<Tick> ticks = new ArrayList<>();
        var values = kafka.serdes().tick().deserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
            List<TopicPartition> all = partitions(consumer, Topics.TICKS_LIVE.name());
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    // Other tests of this stack leave records there that cannot be read.
                    if (!Arrays.equals(record.key(), key)) {
                        continue;
                    }
                    Tick tick = values.deserialize(Topics.TICKS_LIVE.name(), record.value());
                    if (tick.tenant().equals(tenant)) {
                        ticks.add(tick);
                    }
                }
            }
        }
        return ticks;
    }

    private long recordsOf(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka())) {
            return consumer.endOffsets(partitions(consumer, topic)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaAccess kafka) {
        Map<String, Object> settings = kafka.settings();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private List<BackfillRange> verified(String tenant) {
        return TableReader.readAll(kafka(), Topics.BACKFILL_LEDGER, BackfillRange.class).values().stream()
                .filter(range -> range.getTenant().equals(tenant))
                .toList();
    }

    private List<Double> closes(String tenant, String symbol) throws Exception {
        return query("SELECT close FROM bars WHERE tenant = '" + tenant + "' AND symbol = '" + symbol
                        + "' AND timeframe = '1m' ORDER BY start_time")
                .stream()
                .map(Double::parseDouble)
                .toList();
    }

    private List<String> query(String statement) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(running.stack()
                                        .addresses()
                                        .clickhouseUrl()
                                        .orElseThrow()))
                                .header("X-ClickHouse-Format", "TabSeparated")
                                .POST(HttpRequest.BodyPublishers.ofString(statement))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().lines().toList();
    }

    private KafkaAccess kafka() {
        StackAddresses addresses = running.stack().addresses();
        return new KafkaAccess(
                addresses.bootstrapServers().orElseThrow(),
                new CandlewickSerdes(
                        RegistryConfig.of(addresses.schemaRegistryUrl().orElseThrow())),
                Map.of());
    }

    private Path collect(String roles, Map<String, String> settings) throws IOException {
        Path output = directory.resolve(roles.replace(',', '-') + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.candlewick.ingest.app.IngestMain")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("CANDLEWICK_"));
        environment.putAll(running.stack().addresses().toEnvironment());
        environment.put("CANDLEWICK_INGEST_ROLES", roles);
        environment.put(
                "CANDLEWICK_INGEST_DIR",
                directory.resolve("ingest-" + roles.hashCode()).toString());
        environment.put("CANDLEWICK_INGEST_DEADLINE", "60m");
        environment.putAll(settings);
        processes.add(builder.start());
        return output;
    }

    /** What the process says is wrong; nothing as long as it does not answer. */
    private String ready(Path output) throws Exception {
        assertThat(processes).as(Files.readString(output)).allMatch(Process::isAlive);
        Matcher health = HEALTH.matcher(Files.readString(output));
        if (!health.find()) {
            return "";
        }
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(health.group(1) + "/readyz"))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException unanswered) {
            return "";
        }
    }
}
