package io.candlewick.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectorDeployerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ConnectorFile SINK = new ConnectorFile("sink", Map.of("tasks.max", "1"));

    private final List<String> asked = new ArrayList<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private HttpServer server;
    private ConnectorDeployer deployer;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        deployer = new ConnectorDeployer(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Answers are {@code status body}, in order; the last one stays. */
    private synchronized void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String answer = answers.size() > 1 ? answers.remove() : answers.element();
        byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void shouldPutTheConfigurationAndWaitUntilEverythingRuns() {
        answers.add("409 {\"message\":\"rebalancing\"}");
        answers.add("201 {}");
        answers.add("404 {}");
        answers.add("200 {\"name\":\"sink\",\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[]}");
        answers.add("200 {\"name\":\"sink\",\"connector\":{\"state\":\"RUNNING\"},"
                + "\"tasks\":[{\"id\":0,\"state\":\"RUNNING\"}]}");

        ConnectorStatus status = deployer.apply(SINK, LIMIT);

        assertThat(status).hasToString("sink: RUNNING, task 0 RUNNING");
        assertThat(asked.get(1)).isEqualTo("PUT /connectors/sink/config {\"tasks.max\":\"1\"}");
    }

    @Test
    void shouldGiveConnectsReasonsForRefusing() {
        answers.add("400 {\"error_code\":400,\"message\":\"Connector configuration is invalid\\nInvalid value x\"}");

        assertThatThrownBy(() -> deployer.apply(SINK, LIMIT))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("connector 'sink'")
                .hasMessageEndingWith("Connector configuration is invalid\nInvalid value x");
    }

    @Test
    void shouldNameTheInnermostCauseOfAFailedTask() {
        answers.add("200 {}");
        answers.add("200 {\"name\":\"sink\",\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[{\"id\":0,"
                + "\"state\":\"FAILED\",\"trace\":\"ConnectException: outer\\n\\tat x\\nCaused by: no table\"}]}");

        assertThatThrownBy(() -> deployer.apply(SINK, LIMIT))
                .hasMessage("Connector sink: RUNNING, task 0 FAILED (no table)");
    }

    @Test
    void shouldSayThatConnectIsAway() {
        server.stop(0);

        assertThatThrownBy(() -> deployer.names()).hasMessageContaining("is away");
        assertThat(deployer.isReady()).isFalse();
    }

    @Test
    void shouldPauseResumeRestartAndDelete() {
        answers.add("204 ");

        deployer.pause("sink");
        deployer.resume("sink");
        deployer.restart("sink");
        deployer.delete("sink");

        assertThat(asked)
                .containsExactly(
                        "PUT /connectors/sink/pause ",
                        "PUT /connectors/sink/resume ",
                        "POST /connectors/sink/restart?includeTasks=true&onlyFailed=false ",
                        "DELETE /connectors/sink ");
    }
}
