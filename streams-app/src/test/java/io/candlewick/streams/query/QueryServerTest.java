package io.candlewick.streams.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.candlewick.config.KafkaConnection;
import io.candlewick.streams.config.StreamsAppConfig;
import io.candlewick.streams.lag.LagMonitor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server does before it asks anybody: tokens, probes, and what it says when no database is there. No broker answers here. */
class QueryServerTest {

    private static final String NOBODY = "127.0.0.1:1";

    private final HttpClient http = HttpClient.newHttpClient();
    private int port;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private QueryServer server = newServer();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private QueryServer newServer() {
        port = freePort();
        StreamsAppConfig config = config(port);
        return new QueryServer(config, new ReadyProcess(meters), lag(), InstantSource.system());
    }

    @Test
    void shouldRefuseACallerWithoutTheToken() throws Exception {
        HttpResponse<String> response = get("/v1/lag", "");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(response.body()).doesNotContain("right").contains("Authorization: Bearer");
    }

    @Test
    void shouldRefuseAWrongToken() throws Exception {
        assertThat(get("/v1/lag", "wrong").statusCode()).isEqualTo(401);
    }

    @Test
    void shouldAnswerACallerThatBearsTheToken() throws Exception {
        assertThat(get("/v1/lag", "right").statusCode()).isEqualTo(200);
        assertThat(get("/v1/lag?access_token=right", "").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAskNoTokenOfProbesMetricsAndPages() throws Exception {
        assertThat(get("/livez", "").body()).contains("live=RUNNING");
        assertThat(get("/readyz", "").statusCode()).isEqualTo(200);
        assertThat(get("/metrics", "").body()).isEqualTo("some_metric 1\n");
        assertThat(get("/", "").body()).contains("<title>Candlewick</title>");
    }

    @Test
    void shouldSayThatNoStoreCanBeAskedWhenNoneIsConfigured() throws Exception {
        HttpResponse<String> response = get("/v1/bars?symbol=EUR/USD&timeframe=1m", "right");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("No store");
    }

    @Test
    void shouldNameThePortThatIsTaken() {
        QueryServer second = new QueryServer(config(port), new ReadyProcess(meters), lag(), InstantSource.system());

        assertThatThrownBy(second::start).isInstanceOf(IOException.class).hasMessageContaining(Integer.toString(port));
        second.close();
    }

    @Test
    void shouldSayThatItIsNotReadyBeforeItStops() throws Exception {
        server.drain();

        HttpResponse<String> ready = get("/readyz", "");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("draining");
        assertThat(get("/livez", "").statusCode()).isEqualTo(200);
        assertThat(follow("symbol=EUR/USD&timeframe=1m").body()).contains("This instance is stopping");
    }

    @Test
    void shouldRefuseToFollowWhatWasNotSaidWithAStatus() throws Exception {
        HttpResponse<String> refused = follow("symbol=EUR/USD&timeframe=7m");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("timeframe=7m must divide a day evenly");
    }

    @Test
    void shouldMeasureAnswersByRouteAndStatus() throws Exception {
        get("/v1/lag", "right");
        get("/v1/lag", "wrong");
        get("/v1/none", "right");

        await().untilAsserted(() -> assertThat(meters.scrape())
                .contains("candlewick_answer_seconds_count{route=\"/v1/lag\",status=\"200\"} 1")
                .contains("candlewick_answer_seconds_count{route=\"none\",status=\"401\"} 1")
                .contains("candlewick_answer_seconds_count{route=\"none\",status=\"404\"} 1"));
    }

    @Test
    void shouldSayHowMuchTextIsKeptFromTheStart() {
        assertThat(meters.scrape())
                .contains("candlewick_kept_bytes 0.0")
                .contains("candlewick_kept_answers_total{text=\"kept\"} 0.0")
                .contains("candlewick_kept_limit_bytes 6.7108864E7");
    }

    private HttpResponse<String> follow(String query) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/stream?" + query))
                        .header("Accept", "text/event-stream")
                        .header("Authorization", "Bearer right")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static LagMonitor lag() {
        return new LagMonitor(
                KafkaConnection.unsecured(NOBODY),
                Duration.ofHours(1),
                new SimpleMeterRegistry(),
                InstantSource.system());
    }

    private static StreamsAppConfig config(int port) {
        return StreamsAppConfig.from(Map.of(
                StreamsAppConfig.BOOTSTRAP_SERVERS,
                NOBODY,
                "CANDLEWICK_SCHEMA_REGISTRY_URL",
                "http://127.0.0.1:1",
                StreamsAppConfig.HTTP_PORT,
                Integer.toString(port),
                StreamsAppConfig.ANSWER_MEMORY,
                "64MiB",
                StreamsAppConfig.API_TOKEN,
                "right"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }
}
