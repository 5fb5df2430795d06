package io.candlewick.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.candlewick.avro.FeedStatus;
import io.candlewick.ingest.format.FileFormat;
import io.candlewick.ingest.format.TickFile;
import io.candlewick.ingest.publish.KafkaTickPublisher;
import io.candlewick.ingest.publish.PublisherConfig;
import io.candlewick.ingest.publish.TickPublisher;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Times;
import io.candlewick.serde.CandlewickSerdes;
import io.candlewick.serde.RegistryConfig;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The query API of the whole stack, asked over HTTP; every answer is held against the OpenAPI document the server itself serves. */
@ExtendWith(WholeStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryApiIT {

    private static final String TENANT = "query";
    private static final Instant START = Instant.parse("2014-05-05T00:00:00Z");
    private static final int MINUTES = 300;
    /* Nothing happens from the 100th minute to the 120th. */
    private static final int QUIET_FROM = 100;
    private static final int QUIET_TO = 120;
    private static final int BARS = MINUTES - (QUIET_TO - QUIET_FROM);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERIES = "tenant=query&symbol=GBP/USD&timeframe=1m";

    private final RunningStack running;
    private final HttpClient http = HttpClient.newHttpClient();

    QueryApiIT(RunningStack running) {
        this.running = running;
    }

    @BeforeAll
    void replayFiveHours(@TempDir Path directory) throws Exception {
        List<String> lines = new ArrayList<>();
        for (long second = 0; second < MINUTES * 60L; second += 15) {
            if (second < QUIET_FROM * 60 || second >= QUIET_TO * 60) {
                long bid = 168_000L + Math.floorMod(second * 7_919, 300);
                lines.add(START.plusSeconds(second).toEpochMilli() + "," + bid / 1e5 + "," + (bid + 2) / 1e5);
            }
        }
        Path file = Files.write(directory.resolve("quotes.csv"), lines);
        new MarketReplay(running, "ticks.live", TENANT, directory)
                .play(TickFile.of(file, FileFormat.QUOTES_CSV, MarketReplay.instrument(TENANT, Symbol.of("GBP/USD"))));
        await("bars and their indicators are stored").atMost(LIMIT).untilAsserted(() -> {
            JsonNode answer = answer("/v1/bars?indicators=sma_20&" + SERIES);
            assertThat(answer.get("bars")).hasSize(BARS);
            assertThat(answer.get("bars")
                            .get(BARS - 1)
                            .path("indicators")
                            .path("sma_20")
                            .isNumber())
                    .isTrue();
            assertThat(answer("/v1/gaps?tenant=query").get("gaps")).isNotEmpty();
        });
    }

    @Test
    void shouldAnswerTheLastBarsWithTheirIndicatorsAndSayWhichStoreAnswered() throws Exception {
        JsonNode answer = answer("/v1/bars?indicators=sma_20,rsi_14&limit=50&" + SERIES);

        assertThat(answer.get("tier").textValue()).isEqualTo("state");
        assertThat(answer.get("bars")).hasSize(50);
        JsonNode last = answer.get("bars").get(49);
        assertThat(last.get("start_time").textValue())
                .isEqualTo(START.plusSeconds((MINUTES - 1) * 60L).toString());
        assertThat(last.get("tick_count").intValue()).isEqualTo(4);
        assertThat(last.get("indicators").size()).isEqualTo(2);
    }

    @Test
    void shouldReplayIndicatorsFromStateToTheValuesThatWereStored() throws Exception {
        String query = "/v1/bars?indicators=all&to=" + START.plusSeconds(MINUTES * 60L) + "&" + SERIES;
        JsonNode fromState = answer(query + "&limit=" + BARS);
        JsonNode fromDatabase = answer(query + "&limit=" + (BARS + 1));

        assertThat(fromState.get("tier").textValue()).isEqualTo("state");
        assertThat(fromDatabase.get("tier").textValue()).isEqualTo("clickhouse");
        assertThat(byName(fromState.get("bars"))).isEqualTo(byName(fromDatabase.get("bars")));
    }

    /* The stores order an object's indicators each in its way. */
    private static List<Map<String, Object>> byName(JsonNode bars) {
        return JSON.convertValue(bars, new TypeReference<>() {});
    }

    @Test
    void shouldAskTheDeepStoreForWhatTheHotOneDoesNotReach() throws Exception {
        JsonNode answer = answer("/v1/bars?limit=1000&" + SERIES);

        assertThat(answer.get("tier").textValue()).isEqualTo("clickhouse");
        assertThat(answer.get("passed_over").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("state", "timescaledb");
        assertThat(answer.get("bars")).hasSize(BARS);
    }

    @Test
    void shouldCallAnswerCompleteWhoseHoleIsExplainedByAQuietMarket() throws Exception {
        assertThat(answer("/v1/bars?" + SERIES).get("complete").booleanValue()).isTrue();
    }

    @Test
    void shouldTakeLeastStartInclusiveAndGreatestStartExclusive() throws Exception {
        String span = "from=" + START + "&to=" + START.plusSeconds(120) + "&";

        JsonNode bars = answer("/v1/bars?" + span + SERIES).get("bars");

        assertThat(bars).hasSize(2);
        assertThat(bars.get(0).get("start_time").textValue()).isEqualTo(START.toString());
    }

    @Test
    void shouldWriteTheSameBarsAsCsv() throws Exception {
        JsonNode bars = answer("/v1/bars?indicators=sma_20&limit=3&" + SERIES).get("bars");

        List<String> lines = get("/v1/bars?indicators=sma_20&limit=3&format=csv&" + SERIES)
                .body()
                .lines()
                .toList();

        List<String> header = List.of(lines.get(0).split(",", -1));
        assertThat(lines).hasSize(4);
        for (int row = 0; row < 3; row++) {
            String[] cells = lines.get(row + 1).split(",", -1);
            assertThat(Double.parseDouble(cells[header.indexOf("close")]))
                    .isEqualTo(bars.get(row).get("close").doubleValue());
            assertThat(Double.parseDouble(cells[header.indexOf("sma_20")]))
                    .isEqualTo(bars.get(row).get("indicators").get("sma_20").doubleValue());
        }
    }

    @Test
    void shouldWriteTheSameBarsAsArrow() throws Exception {
        JsonNode bars = answer("/v1/bars?indicators=sma_20&limit=3&" + SERIES).get("bars");

        HttpResponse<InputStream> response = http.send(
                HttpRequest.newBuilder(address("/v1/bars?indicators=sma_20&limit=3&" + SERIES))
                        .header("Accept", "application/vnd.apache.arrow.stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());

        assertThat(response.headers().firstValue("Content-Type")).contains("application/vnd.apache.arrow.stream");
        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(response.body(), allocator)) {
            VectorSchemaRoot rows = reader.getVectorSchemaRoot();
            assertThat(reader.loadNextBatch()).isTrue();
            assertThat(rows.getSchema().getCustomMetadata()).containsEntry("candlewick.tier", "state");
            for (int row = 0; row < 3; row++) {
                assertThat(rows.getVector("close").getObject(row))
                        .isEqualTo(bars.get(row).get("close").doubleValue());
                assertThat(rows.getVector("sma_20").getObject(row))
                        .isEqualTo(bars.get(row).get("indicators").get("sma_20").doubleValue());
            }
            assertThat(reader.loadNextBatch()).isFalse();
        }
    }

    @Test
    void shouldWriteTheFieldsThatAreAskedForInTheirOrder() throws Exception {
        String fields = "fields=close,start_time&limit=2&" + SERIES;

        JsonNode answer = answer("/v1/bars?" + fields);
        assertValid("Bars", answer);
        assertThat(answer.get("bars").get(0).properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("close", "start_time");
        assertThat(get("/v1/bars?format=csv&" + fields).body()).startsWith("close,start_time\n1.");
        assertThat(get("/v1/bars?fields=colour&" + SERIES).body()).contains("no field of a bar");
    }

    @Test
    void shouldAnswerWithWhatWasKnownThen() throws Exception {
        await("every saying is stored").atMost(LIMIT).untilAsserted(() -> {
            JsonNode now =
                    answer("/v1/bars?indicators=sma_20&asOf=" + Instant.now().plusSeconds(60) + "&" + SERIES);
            assertThat(now.get("tier").textValue()).isEqualTo("clickhouse-revisions");
            assertThat(now.get("bars")).hasSize(BARS);
            assertValid("Bars", now);
        });
        JsonNode today = answer("/v1/bars?limit=5&asOf=" + Instant.now() + "&indicators=sma_20&" + SERIES);
        JsonNode then = answer("/v1/bars?asOf=" + START.plusSeconds(3600) + "&" + SERIES);

        assertThat(today.get("bars").get(4).get("indicators").get("sma_20").doubleValue())
                .isEqualTo(answer("/v1/bars?limit=5&indicators=sma_20&" + SERIES)
                        .get("bars")
                        .get(4)
                        .get("indicators")
                        .get("sma_20")
                        .doubleValue());
        // The bars of 2014 were published by this test: in 2014 nobody knew of them.
        assertThat(then.get("bars")).isEmpty();
        assertThat(then.get("complete").booleanValue()).isFalse();
    }

    @Test
    void shouldShowTheOpenBarBehindTheClosedOnes() throws Exception {
        publishTwoMinutesAndAHalf("forming", Times.us(Instant.parse("2014-05-06T00:00:00Z")));
        String series = "tenant=forming&symbol=GBP/USD&timeframe=1m";

        await("two closed bars and an open one").atMost(LIMIT).untilAsserted(() -> {
            JsonNode bars = answer("/v1/bars?forming=true&limit=10&indicators=sma_10&" + series)
                    .get("bars");
            assertThat(bars).hasSize(3);
            assertThat(bars.get(2).get("status").textValue()).isEqualTo("FORMING");
            assertThat(bars.get(2).get("start_time").textValue()).isEqualTo("2014-05-06T00:02:00Z");
            assertThat(bars.get(2).get("tick_count").intValue()).isEqualTo(2);
        });
        JsonNode alone = answer("/v1/bars/forming?" + series);
        assertThat(alone.get("bars")).hasSize(1);
        assertValid("Bars", alone);
        assertThat(answer("/v1/bars?limit=10&" + series).get("bars")).hasSize(2);
    }

    @Test
    void shouldWaitForAHoleToBeFilledIfAskedTo(@TempDir Path directory) throws Exception {
        String tenant = "waits";
        Instant start = Instant.parse("2014-05-07T00:00:00Z");
        new MarketReplay(running, "ticks.live", tenant, directory).play(quotes(directory, tenant, start, 0, 600));
        new MarketReplay(running, "ticks.live", tenant, directory).play(quotes(directory, tenant, start, 1200, 1800));
        String series = "/v1/bars?tenant=waits&symbol=GBP/USD&timeframe=1m";
        await("both sessions are stored, with a hole between").atMost(LIMIT).untilAsserted(() -> {
            JsonNode answer = answer(series);
            assertThat(answer.get("bars")).hasSize(20);
            assertThat(answer.get("complete").booleanValue()).isFalse();
            assertThat(answer.get("holes").get(0).get("bars").intValue()).isEqualTo(10);
            assertThat(answer.get("holes").get(0).get("requested").booleanValue())
                    .isTrue();
        });

        CompletableFuture<HttpResponse<String>> waiting = http.sendAsync(
                HttpRequest.newBuilder(address(series + "&wait=90s"))
                        .timeout(LIMIT)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        new MarketReplay(running, "ticks.history", tenant, directory).play(quotes(directory, tenant, start, 600, 1200));

        JsonNode filled = JSON.readTree(waiting.get(2, TimeUnit.MINUTES).body());
        assertThat(filled.get("complete").booleanValue()).isTrue();
        assertThat(filled.get("bars")).hasSize(30);
    }

    /* A feed that goes on: unlike a replay it does not say that it has ended. */
    private void publishTwoMinutesAndAHalf(String tenant, long startUs) {
        Symbol symbol = Symbol.of("GBP/USD");
        Tick.Origin origin = new Tick.Origin(tenant, "open", startUs);
        PublisherConfig config = PublisherConfig.bulk(
                running.stack().addresses().bootstrapServers().orElseThrow(), "ticks.live", tenant);
        CandlewickSerdes serdes = new CandlewickSerdes(RegistryConfig.of(
                running.stack().addresses().schemaRegistryUrl().orElseThrow()));
        try (TickPublisher publisher = KafkaTickPublisher.open(config, serdes)) {
            publisher.publish(Tick.heartbeat(origin, symbol, startUs, FeedStatus.STARTED));
            for (int second = 0; second < 150; second += 15) {
                long timeUs = startUs + second * 1_000_000L;
                Tick.Origin now = new Tick.Origin(tenant, "open", timeUs);
                publisher.publish(Tick.quote(now, symbol, timeUs, 0, 1.68, 1.6802));
            }
        }
    }

    private static TickFile quotes(Path directory, String tenant, Instant start, int fromSecond, int toSecond)
            throws Exception {
        List<String> lines = new ArrayList<>();
        for (int second = fromSecond; second < toSecond; second += 15) {
            double bid = (168_000 + second % 300) / 1e5;
            lines.add(start.plusSeconds(second).toEpochMilli() + "," + bid + "," + (bid + 2e-5));
        }
        Path file = Files.write(directory.resolve(tenant + "-" + fromSecond + ".csv"), lines);
        return TickFile.of(file, FileFormat.QUOTES_CSV, MarketReplay.instrument(tenant, Symbol.of("GBP/USD")));
    }

    @Test
    void shouldNameEveryFaultOfARequestInAProblemDocument() throws Exception {
        HttpResponse<String> response = get("/v1/bars?symbol=GBP/USD&timeframe=7x&limit=0&colour=red");

        JsonNode problem = JSON.readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(problem.findValuesAsText("parameter")).containsExactly("timeframe", "limit", "colour");
        assertValid("Problem", problem);
    }

    @Test
    void shouldAnswerAnUnknownPathWithAProblemDocument() throws Exception {
        HttpResponse<String> response = get("/v1/candles");

        assertThat(response.statusCode()).isEqualTo(404);
        assertValid("Problem", JSON.readTree(response.body()));
    }

    @Test
    void shouldServeEveryRouteOfItsDocumentAsDescribed() throws Exception {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("/v1/bars", "?indicators=all&" + SERIES);
        parameters.put("/v1/bars/forming", "?indicators=all&" + SERIES);
        parameters.put("/v1/state", "?lane=live&indicators=all&" + SERIES);
        parameters.put("/v1/indicators", "?" + SERIES);
        parameters.put("/v1/quotes/last", "?tenant=query&symbol=GBP/USD");
        parameters.put("/v1/gaps", "?tenant=query");
        List<String> served = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document().get("paths").properties()) {
            JsonNode content = path.getValue().at("/get/responses/200/content");
            if (content.has("application/json")) {
                String reference = content.at("/application~1json/schema/$ref").textValue();
                JsonNode answer = answer(path.getKey() + parameters.getOrDefault(path.getKey(), ""));
                assertValid(reference.substring(reference.lastIndexOf('/') + 1), answer);
                served.add(path.getKey());
            }
        }
        assertThat(served).hasSizeGreaterThan(8);
    }

    @Test
    void shouldSendEveryBarAfterTheEventThatACallerSawLast() throws Exception {
        // Where each partition began: all bars of the tenant come again.
        String all = "0:0.1:0.2:0.3:0";

        List<String> ids = new ArrayList<>();
        List<JsonNode> bars = new ArrayList<>();
        try (Stream<String> lines = events(all)) {
            for (Iterator<String> line = lines.iterator(); bars.size() < BARS && line.hasNext(); ) {
                String text = line.next();
                if (text.startsWith("id: ")) {
                    ids.add(text.substring(4));
                } else if (text.startsWith("data: {\"tenant\"")) {
                    bars.add(JSON.readTree(text.substring(6)));
                }
            }
        }
        assertThat(bars.stream().map(bar -> bar.get("start_time").textValue()).distinct())
                .hasSize(BARS);
        assertValid("Bar", bars.get(0));

        // After the last but one there is one more, and no other before it.
        try (Stream<String> lines = events(ids.get(ids.size() - 2))) {
            String next = lines.filter(line -> line.startsWith("data: {\"tenant\""))
                    .findFirst()
                    .orElseThrow();
            assertThat(JSON.readTree(next.substring(6))).isEqualTo(bars.get(BARS - 1));
        }
    }

    private Stream<String> events(String lastEventId) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address("/v1/stream?forming=false&" + SERIES))
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", lastEventId)
                .timeout(LIMIT)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofLines()).body();
    }

    private JsonNode answer(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(address(path)).timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI address(String path) {
        return URI.create(running.stack().addresses().streamsUrl().orElseThrow() + path);
    }

    private JsonNode document() throws Exception {
        return answer("/openapi.json");
    }

    private void assertValid(String schema, JsonNode answer) throws Exception {
        JsonNode document = document();
        JsonNode root = JSON.createObjectNode()
                .put("$ref", "#/components/schemas/" + schema)
                .set("components", document.get("components"));
        JsonSchema validator =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
        assertThat(validator.validate(answer)).as(schema).isEmpty();
    }
}
