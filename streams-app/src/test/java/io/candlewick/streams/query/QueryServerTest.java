package io.candlewick.streams.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.config.KafkaConnection;
import io.candlewick.streams.config.StreamsAppConfig;
import io.candlewick.streams.lag.LagMonitor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
        return new QueryServer(config, new ReadyProcess(), lag(), InstantSource.system());
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
        QueryServer second = new QueryServer(config(port), new ReadyProcess(), lag(), InstantSource.system());

        assertThatThrownBy(second::start).isInstanceOf(IOException.class).hasMessageContaining(Integer.toString(port));
        second.close();
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
