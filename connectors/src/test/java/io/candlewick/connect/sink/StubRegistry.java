package io.candlewick.connect.sink;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A schema registry in memory: ids are handed out in order, from 1; {@link #refuse} makes it answer with an HTTP status only. */
public final class StubRegistry implements AutoCloseable {

    private static final String SCHEMA_PATH = "/schemas/ids/";

    private final List<String> schemas = new ArrayList<>();
    private final HttpServer server;
    private volatile int refusal;

    public StubRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers every request with this status from now on; 0 ends that. */
    public void refuse(int status) {
        refusal = status;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (refusal != 0) {
            send(exchange, refusal, "{\"error_code\":" + refusal + ",\"message\":\"refused\"}");
        } else if (path.equals("/subjects")) {
            send(exchange, 200, "[]");
        } else if (path.startsWith(SCHEMA_PATH)) {
            int id = Integer.parseInt(path.substring(SCHEMA_PATH.length()));
            if (id > schemas.size()) {
                send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
            } else {
                send(exchange, 200, "{\"schema\":" + schemas.get(id - 1) + "}");
            }
        } else {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String schema = body.substring(body.indexOf(':') + 1, body.length() - 1);
            if (!schemas.contains(schema)) {
                schemas.add(schema);
            }
            send(exchange, 200, "{\"id\":" + (schemas.indexOf(schema) + 1) + "}");
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
