package io.candlewick.ingest.venue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A vendor over a real socket that gives the answers it was told to, one after the other, and remembers what it was asked. */
public final class ScriptedVendor implements AutoCloseable {

    private final HttpServer server;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> questions = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

    private record Answer(int status, String body, Map<String, String> headers) {}

    public ScriptedVendor() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            questions.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
            Answer answer = answers.remove();
            answer.headers.forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    public ScriptedVendor answers(int status, String body) {
        return answers(status, body, Map.of());
    }

    public ScriptedVendor answers(int status, String body, Map<String, String> headers) {
        answers.add(new Answer(status, body, headers));
        return this;
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public VendorHttp client(Map<String, String> headers) {
        TokenBucket free = new TokenBucket(1_000_000, Duration.ofSeconds(1), 1_000_000, System::nanoTime);
        return new VendorHttp("scripted", headers, free, wait -> {
            if (!wait.isZero()) {
                pauses.add(wait);
            }
        });
    }

    public List<String> questions() {
        return questions;
    }

    public List<Duration> pauses() {
        return pauses;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
