package io.candlewick.streams.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Answers {@code /livez} and {@code /readyz}, 200 or 503 with the lanes' states as text, and {@code /metrics} in Prometheus' text format; lives as
 * long as the process.
 */
final class HealthServer {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;

    HealthServer(String host, int port, StreamsApp app, Supplier<String> metrics) throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(host, port), 0);
        server.createContext(
                "/livez", exchange -> answer(exchange, app.isAlive() ? OK : UNAVAILABLE, PLAIN, states(app)));
        server.createContext(
                "/readyz", exchange -> answer(exchange, app.isReady() ? OK : UNAVAILABLE, PLAIN, states(app)));
        server.createContext("/metrics", exchange -> answer(exchange, OK, PROMETHEUS, metrics.get()));
    }

    void start() {
        server.start();
    }

    private static String states(StreamsApp app) {
        return app.states() + "\n";
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
