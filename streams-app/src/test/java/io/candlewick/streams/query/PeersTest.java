package io.candlewick.streams.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.streams.config.ApiToken;
import io.candlewick.streams.config.Lane;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeersTest {

    private static final HostInfo SELF = new HostInfo("127.0.0.1", 1);

    private final Bar bar = ExampleSeries.bar(0, BarStatus.CORRECTED);
    private final LaneAnswer known = new LaneAnswer(
            List.of(bar, ExampleSeries.bar(1, BarStatus.FORMING)), List.of(ExampleSeries.values(bar, 7)), true, 12);
    private final List<String> reasons = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private long nanos;
    private final Peers peers = patientFor(Duration.ofMinutes(1));
    private HttpServer server;
    private HostInfo peer;
    private volatile String asked = "";
    private volatile String token = "";
    private volatile int status = 200;
    private volatile boolean silent;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        peer = new HostInfo("127.0.0.1", server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
    }

    private Peers patientFor(Duration timeout) {
        return new Peers("http", SELF, Optional.of(new ApiToken("secret")), () -> nanos, timeout);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked = exchange.getRequestURI().toString();
        token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        try {
            if (silent) {
                released.await();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (status == 200) {
            SeriesJson.state(ExampleSeries.WITH_INDICATORS, known, body);
        } else {
            body.writeBytes(
                    "{\"detail\":\"partition 3 is not here\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        exchange.sendResponseHeaders(status, body.size());
        exchange.getResponseBody().write(body.toByteArray());
        exchange.close();
    }

    @Test
    void shouldHandOnWhatAnotherInstanceHoldsUnchanged() throws Exception {
        LaneAnswer answer = ask().orElseThrow();

        assertThat(answer.bars()).isEqualTo(known.bars());
        assertThat(answer.indicators()).isEqualTo(known.indicators());
        assertThat(answer.standby()).isTrue();
        assertThat(answer.lag()).isEqualTo(12);
        assertThat(asked)
                .startsWith("/v1/state?lane=live&")
                .contains("symbol=EUR%2FUSD")
                .contains("indicators=all");
        assertThat(token).isEqualTo("Bearer secret");
    }

    @Test
    void shouldSayWhyAnotherInstanceDoesNotAnswer() throws Exception {
        status = 503;

        assertThat(ask()).isEmpty();
        assertThat(reasons).singleElement().asString().contains("503 partition 3 is not here");
    }

    @Test
    void shouldAskNeitherItselfNorNobody() throws Exception {
        assertThat(peers.ask(SELF, Lane.LIVE, ExampleSeries.WITH_INDICATORS, reasons))
                .isEmpty();
        assertThat(peers.ask(HostInfo.unavailable(), Lane.LIVE, ExampleSeries.WITH_INDICATORS, reasons))
                .isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldLeaveAnInstanceAloneForAWhileThatDidNotAnswerInTime() throws Exception {
        Peers impatient = patientFor(Duration.ofMillis(300));
        silent = true;
        assertThat(impatient.ask(peer, Lane.LIVE, ExampleSeries.WITH_INDICATORS, reasons))
                .isEmpty();
        assertThat(reasons).last().asString().contains("does not answer");

        assertThat(impatient.ask(peer, Lane.LIVE, ExampleSeries.WITH_INDICATORS, reasons))
                .isEmpty();
        assertThat(reasons).last().asString().contains("did not answer lately");

        nanos += 6_000_000_000L;
        assertThat(impatient.ask(peer, Lane.LIVE, ExampleSeries.WITH_INDICATORS, reasons))
                .isEmpty();
        assertThat(reasons).last().asString().contains("does not answer");
    }

    private Optional<LaneAnswer> ask() throws InterruptedException {
        return peers.ask(peer, Lane.LIVE, ExampleSeries.WITH_INDICATORS, reasons);
    }
}
