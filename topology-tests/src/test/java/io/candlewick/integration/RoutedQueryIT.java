package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.avro.AssetClass;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.PriceBasis;
import io.candlewick.ingest.instrument.InstrumentTopic;
import io.candlewick.ingest.publish.KafkaTickPublisher;
import io.candlewick.ingest.publish.PublisherConfig;
import io.candlewick.ingest.publish.TickPublisher;
import io.candlewick.local.FreePorts;
import io.candlewick.local.LocalStack;
import io.candlewick.local.Service;
import io.candlewick.local.StackConfig;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.TradingCalendar;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import io.candlewick.streams.config.Lane;
import io.candlewick.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances on a real broker, each with a standby of the other's state: either answers for every symbol from state, and when one is
 * killed the other goes on answering, at first from its copy.
 */
class RoutedQueryIT {

    private static final int SYMBOLS = 12;
    private static final int MINUTES = 30;
    private static final Instant START = Instant.parse("2025-01-06T00:00:00Z");
    private static final long START_US = START.getEpochSecond() * 1_000_000;
    private static final String TOKEN = "between-instances";
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final List<Symbol> symbols = IntStream.range(0, SYMBOLS)
            .mapToObj(number -> Symbol.of("R" + number + "/USD"))
            .toList();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, Process> instances = new HashMap<>();
    private LocalStack stack;

    @BeforeEach
    void start() throws Exception {
        stack = LocalStack.started(StackConfig.in(directory.resolve("stack"))
                .withTimescale(Optional.empty())
                .withServices(EnumSet.of(Service.BROKER, Service.REGISTRY)));
        publish();
        for (String name : List.of("one", "two")) {
            int port = FreePorts.one();
            instances.put(port, process(name, port).start());
        }
    }

    @AfterEach
    void stop() {
        instances.values().forEach(Process::destroyForcibly);
        stack.close();
    }

    @Test
    void shouldAnswerForEverySymbolFromStateWhicheverInstanceIsAsked() throws Exception {
        List<Integer> ports = List.copyOf(instances.keySet());
        await("both instances hold symbols, and each knows of all")
                .ignoreExceptions()
                .atMost(LIMIT)
                .untilAsserted(() -> {
                    for (int port : ports) {
                        assertThat(held(port)).isNotEmpty().hasSizeLessThan(SYMBOLS);
                        for (Symbol symbol : symbols) {
                            JsonNode answer = answer(port, symbol);
                            assertThat(answer.path("tier").asText())
                                    .as("%s", answer)
                                    .isEqualTo("state");
                            assertThat(answer.path("bars")).hasSize(MINUTES);
                        }
                    }
                });
        for (Symbol symbol : symbols) {
            assertThat(answer(ports.get(0), symbol)).isEqualTo(answer(ports.get(1), symbol));
        }

        Process killed = Objects.requireNonNull(instances.get(ports.get(0)));
        Set<Symbol> lost = held(ports.get(0));
        killed.destroyForcibly();
        assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();

        // Nobody has noticed yet: the group's session lasts, and the copy answers.
        for (Symbol symbol : lost) {
            JsonNode answer = answer(ports.get(1), symbol);
            assertThat(answer.path("tier").asText()).as("%s", answer).isIn("state-standby", "state");
            assertThat(answer.path("lag").isIntegralNumber()).isTrue();
            assertThat(answer.path("bars")).hasSize(MINUTES);
        }
        await("the survivor takes all over").atMost(LIMIT).untilAsserted(() -> {
            for (Symbol symbol : symbols) {
                assertThat(answer(ports.get(1), symbol).path("tier").asText()).isEqualTo("state");
            }
        });
    }

    private Set<Symbol> held(int port) throws Exception {
        Set<Symbol> held = new HashSet<>();
        for (Symbol symbol : symbols) {
            HttpResponse<String> response = get(port, "/v1/state?lane=live&" + series(symbol));
            if (response.statusCode() == 200
                    && !JSON.readTree(response.body()).path("standby").booleanValue()) {
                held.add(symbol);
            }
        }
        return held;
    }

    private JsonNode answer(int port, Symbol symbol) throws Exception {
        HttpResponse<String> response = get(port, "/v1/bars?indicators=sma_10&limit=" + MINUTES + "&" + series(symbol));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String series(Symbol symbol) {
        return "timeframe=1m&symbol=" + URLEncoder.encode(symbol.text(), StandardCharsets.UTF_8);
    }

    private StreamsProcess process(String name, int port) throws IOException {
        Map<String, String> settings = new HashMap<>(stack.addresses().toEnvironment());
        settings.put(StreamsAppConfig.APPLICATION_ID, "routed");
        settings.put(StreamsAppConfig.LANES, Lane.LIVE.code());
        settings.put(StreamsAppConfig.INSTANCE_ID, name);
        settings.put(StreamsAppConfig.STATE_DIR, directory.resolve(name).toString());
        settings.put(StreamsAppConfig.STANDBY_REPLICAS, "1");
        settings.put(StreamsAppConfig.HTTP_PORT, Integer.toString(port));
        settings.put(StreamsAppConfig.API_TOKEN, TOKEN);
        Path logs = Files.createDirectories(Path.of("target", "routed-query"));
        return new StreamsProcess(settings, logs.toAbsolutePath().resolve(name + ".log"));
    }

    private void publish() throws Exception {
        String servers = stack.addresses().bootstrapServers().orElseThrow();
        CandlewickSerdes serdes = new CandlewickSerdes(
                RegistryConfig.of(stack.addresses().schemaRegistryUrl().orElseThrow()));
        new InstrumentTopic(servers, serdes, Map.of())
                .publish(symbols.stream().map(RoutedQueryIT::instrument).toList());
        PublisherConfig config = PublisherConfig.bulk(servers, Lane.LIVE.ticksTopic(), BarKey.SYSTEM_TENANT);
        try (TickPublisher publisher = KafkaTickPublisher.open(config, serdes)) {
            for (Symbol symbol : symbols) {
                publisher.publish(Tick.heartbeat(origin(0), symbol, START_US, FeedStatus.STARTED));
                for (int second = 0; second < MINUTES * 60; second += 10) {
                    double bid = (100_000 + Math.floorMod(second * 7_919, 300)) / 1e5;
                    long timeUs = START_US + second * 1_000_000L;
                    publisher.publish(Tick.quote(origin(second), symbol, timeUs, 0, bid, bid + 2e-5));
                }
                publisher.publish(Tick.heartbeat(
                        origin(MINUTES * 60), symbol, START_US + MINUTES * 60_000_000L, FeedStatus.ENDED));
            }
        }
    }

    private static Tick.Origin origin(int second) {
        return new Tick.Origin(BarKey.SYSTEM_TENANT, "routed", START_US + second * 1_000_000L);
    }

    private static Instrument instrument(Symbol symbol) {
        return new Instrument(
                BarKey.SYSTEM_TENANT,
                symbol,
                AssetClass.FX,
                PriceBasis.QUOTE,
                0.0001,
                5,
                0,
                TradingCalendar.UTC,
                Instrument.DEFAULT_GRACE,
                Instrument.DEFAULT_LATENESS_HORIZON,
                Map.of());
    }
}
