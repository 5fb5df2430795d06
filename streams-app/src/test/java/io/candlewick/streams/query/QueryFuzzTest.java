package io.candlewick.streams.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.config.KafkaConnection;
import io.candlewick.streams.config.StreamsAppConfig;
import io.candlewick.streams.lag.LagMonitor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is asked, the answer is one of success, a document of what is wrong with the question, or that no store can be asked (there is
 * none here); it comes soon, and no error of the program is behind it.
 */
class QueryFuzzTest {

    private static final String NOBODY = "127.0.0.1:1";
    private static final int LONGEST_MS = 5_000;
    private static final List<String> ROUTES = List.of(
            "/v1/bars",
            "/v1/indicators",
            "/v1/quotes/last",
            "/v1/symbols",
            "/v1/gaps",
            "/v1/feeds",
            "/v1/calendar",
            "/v1/lag",
            "/v1/pipeline",
            "/v1/stream",
            "/v1/nothing",
            "/livez",
            "/");
    private static final List<String> NAMES = List.of(
            "symbol",
            "timeframe",
            "from",
            "to",
            "limit",
            "indicators",
            "tenant",
            "format",
            "fill",
            "wait",
            "forming",
            "order",
            "status",
            "reason",
            "country",
            "currency",
            "impact",
            "importance",
            "source",
            "feed",
            "group",
            "as_of",
            "cursor",
            "x");
    private static final List<String> VALUES = List.of(
            "EUR/USD",
            "1m",
            "1h",
            "1w",
            "2014-05-01",
            "2014-05-01T05:00:00Z",
            "1398920401787",
            "json",
            "csv",
            "100",
            "true",
            "sma_20,rsi_14",
            "system",
            "0",
            "-1",
            "",
            " ",
            "null",
            "NaN",
            "1e308",
            "99999999999999999999",
            "2147483648",
            "+999999999-12-31T23:59:59+18:00",
            "-999999999-01-01T00:00:00-18:00",
            "9999-12-31T23:59:59Z",
            "0000-01-01",
            "999999999999999",
            "-999999999999999",
            "2014-02-30",
            "999999999999d",
            "1m,1m,1m",
            ",",
            ",,,,",
            "*",
            "|",
            "#",
            "'; DROP TABLE market_candles; --",
            "' OR '1'='1",
            "../../etc/passwd",
            "<script>",
            "%",
            "%00",
            "\u0000",
            "\ud800",
            "٣",
            "🕯",
            "sma(0)",
            "sma(999999999)",
            "sma(-1)",
            "rsi_",
            "((((",
            "EUR/USD,".repeat(300),
            "x".repeat(3_000));

    private static final Map<Integer, Integer> ANSWERS = new TreeMap<>();
    private static @Nullable QueryServer server;
    private static int port;
    private static long longestNanos;

    @BeforeContainer
    static void start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        StreamsAppConfig config = StreamsAppConfig.from(Map.of(
                StreamsAppConfig.BOOTSTRAP_SERVERS,
                NOBODY,
                "CANDLEWICK_SCHEMA_REGISTRY_URL",
                "http://127.0.0.1:1",
                StreamsAppConfig.HTTP_PORT,
                Integer.toString(port)));
        LagMonitor lag = new LagMonitor(
                KafkaConnection.unsecured(NOBODY),
                Duration.ofHours(1),
                new SimpleMeterRegistry(),
                InstantSource.system());
        QueryServer started =
                new QueryServer(config, new ReadyProcess(new SimpleMeterRegistry()), lag, InstantSource.system());
        server = started;
        started.start();
    }

    @AfterContainer
    static void stop() {
        if (server != null) {
            server.close();
        }
        System.out.printf(
                Locale.ROOT,
                "fuzz query API: answers by status %s, the slowest in %,d ms%n",
                ANSWERS,
                longestNanos / 1_000_000);
    }

    @Property(seed = "7")
    void shouldAnswerAnyQuestionSoonAndWithoutAnErrorOfItsOwn(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder target = new StringBuilder(ROUTES.get(random.nextInt(ROUTES.size())));
        if (random.nextInt(3) > 0) {
            target.append("?symbol=EUR/USD&timeframe=1m");
        }
        for (int count = random.nextInt(5); count > 0; count--) {
            target.append(target.indexOf("?") < 0 ? '?' : '&')
                    .append(NAMES.get(random.nextInt(NAMES.size())))
                    .append('=')
                    .append(value(random));
        }

        ask("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", target.toString());
    }

    @Property(seed = "7")
    void shouldAnswerAnyMethodAndHeader(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        String method = List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH", "BREW")
                .get(random.nextInt(9));
        String target = ROUTES.get(random.nextInt(ROUTES.size()));
        String header = List.of("Authorization", "Last-Event-ID", "Accept", "Range", "Content-Type", "X-Forwarded-For")
                .get(random.nextInt(6));
        String value = VALUES.get(random.nextInt(VALUES.size())).replaceAll("[\\x00\\r\\n]", "");

        ask(
                method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + header + ": " + value
                        + "\r\n\r\n",
                method + " " + target);
    }

    /** Encoded as it should be, or as it is. */
    private static String value(Random random) {
        String value = VALUES.get(random.nextInt(VALUES.size()));
        if (random.nextInt(5) == 0) {
            StringBuilder noise = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                noise.append((char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
            }
            value = noise.toString();
        }
        return random.nextInt(4) == 0
                ? value.replaceAll("[\\x00-\\x20#&]", "")
                : URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /* The JDK's client refuses to send what is asked here. */
    private static void ask(String request, String asked) throws IOException {
        long begun = System.nanoTime();
        String answer;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LONGEST_MS);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            InputStream in = socket.getInputStream();
            answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        longestNanos = Math.max(longestNanos, System.nanoTime() - begun);
        assertThat(answer).as(asked).startsWith("HTTP/1.1 ");
        int status = Integer.parseInt(answer.substring(9, 12));
        ANSWERS.merge(status, 1, Integer::sum);
        assertThat(status)
                .as("%s: %s", asked, answer)
                .satisfiesAnyOf(
                        known -> assertThat(known).isBetween(200, 499),
                        known -> assertThat(known).isEqualTo(503));
        // What is no HTTP never comes as far as a route.
        if (status >= 400 && asked.contains("/v1/") && !asked.startsWith("HEAD") && !answer.contains("/badMessage")) {
            assertThat(answer.toLowerCase(Locale.ROOT)).as(asked).contains("application/problem+json");
        }
    }
}
