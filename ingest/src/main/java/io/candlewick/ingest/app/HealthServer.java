package io.candlewick.ingest.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Answers {@code /livez}, {@code /readyz} (503 with the troubles while there are any) and {@code /metrics} on the loopback interface. */
final class HealthServer implements AutoCloseable {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;

    HealthServer(int port, Supplier<List<String>> troubles, Supplier<String> metrics) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/livez", exchange -> answer(exchange, OK, "alive\n"));
        server.createContext("/readyz", exchange -> {
            List<String> lines = troubles.get();
            answer(
                    exchange,
                    lines.isEmpty() ? OK : UNAVAILABLE,
                    lines.isEmpty() ? "ready\n" : String.join("\n", lines) + "\n");
        });
        server.createContext("/metrics", exchange -> answer(exchange, OK, metrics.get()));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
