package io.candlewick.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.FailureClass;
import io.candlewick.connect.sink.GrowingBytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClickHouseClientTest {

    private HttpServer server;
    private ClickHouseClient client;
    private int status = 200;
    private String code = "";
    private String answer = "";
    private String asked = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = new ClickHouseClient(ClickHouseOptions.of(
                "http://127.0.0.1:" + server.getAddress().getPort(), "writer", "secret", "market"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked = exchange.getRequestHeaders().getFirst("X-ClickHouse-User") + ":"
                + exchange.getRequestHeaders().getFirst("X-ClickHouse-Key") + " "
                + exchange.getRequestURI().getQuery() + " " + body;
        if (!code.isEmpty()) {
            exchange.getResponseHeaders().set("X-ClickHouse-Exception-Code", code);
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void shouldSendStatementSettingsAndBodyApart() throws DeliveryException {
        GrowingBytes body = new GrowingBytes();
        body.int8('x');

        client.insert(
                "INSERT INTO t (a) FORMAT RowBinary",
                Map.of("insert_deduplication_token", "one&two"),
                body.array(),
                0,
                body.length());

        assertThat(asked)
                .isEqualTo("writer:secret query=INSERT INTO t (a) FORMAT RowBinary&database=market"
                        + "&insert_deduplication_token=one&two&wait_end_of_query=1 x");
    }

    @Test
    void shouldReadRows() throws DeliveryException {
        answer = "1\ta\n2\tb\n";

        assertThat(client.query("SELECT x")).containsExactly("1\ta", "2\tb");
    }

    @Test
    void shouldClassifyARefusalByItsCode() {
        status = 500;
        code = "252";
        answer = "Code: 252. DB::Exception: Too many parts (300).\nStack trace: ...";

        assertThatThrownBy(() -> client.execute("SELECT 1"))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        refusal -> assertThat(refusal.failureClass()).isEqualTo(FailureClass.RETRYABLE))
                .hasMessageEndingWith("refused (HTTP 500): Code: 252. DB::Exception: Too many parts (300).");
    }

    @Test
    void shouldReadTheCodeFromTheBodyWhereNoHeaderHasIt() {
        status = 404;
        answer = "Code: 60. DB::Exception: Unknown table";

        assertThatThrownBy(() -> client.execute("SELECT 1"))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        refusal -> assertThat(refusal.failureClass()).isEqualTo(FailureClass.FATAL));
    }

    @Test
    void shouldSayThatItIsAway() {
        server.stop(0);

        assertThatThrownBy(() -> client.execute("SELECT 1"))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        away -> assertThat(away.failureClass()).isEqualTo(FailureClass.RETRYABLE))
                .hasMessageContaining("is away");
    }
}
