package io.candlewick.streams.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers {@code /livez} and {@code /readyz}: 200 or 503, and the lanes' states as text; lives as long as the process. */
final class HealthServer {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final StreamsApp app;

    HealthServer(String host, int port, StreamsApp app) throws IOException {
        this.app = app;
        this.server = HttpServer.create(new InetSocketAddress(host, port), 0);
        server.createContext("/livez", exchange -> answer(exchange, app.isAlive()));
        server.createContext("/readyz", exchange -> answer(exchange, app.isReady()));
    }

    void start() {
        server.start();
    }

    private void answer(HttpExchange exchange, boolean good) throws IOException {
        byte[] body = (app.states() + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(good ? OK : UNAVAILABLE, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
