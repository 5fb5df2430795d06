package io.candlewick.serde;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;

/** A registry in memory that can be told to fail first, in ways the real one cannot be made to. */
public final class ScriptedRegistry implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final String scheme;
    private final ConcurrentLinkedQueue<Answer> script = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> schemas = new CopyOnWriteArrayList<>();

    record Request(String method, String path, Optional<String> authorization) {}

    private record Answer(int status, String body) {}

    private ScriptedRegistry(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * Starts one on loopback.
     *
     * @return a registry without schemas
     */
    public static ScriptedRegistry start() {
        try {
            return new ScriptedRegistry(HttpServer.create(loopback(), 0), "http");
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    static ScriptedRegistry start(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new ScriptedRegistry(server, "https");
    }

    String url() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers the next request not yet scripted; after the script it is a registry. */
    void answerNext(int status, String body) {
        script.add(new Answer(status, body));
    }

    /**
     * Puts a schema in.
     *
     * @param schema the schema
     * @return its id
     */
    public int add(Schema schema) {
        return add(schema.toString());
    }

    synchronized int add(String schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    List<Request> requests() {
        return requests;
    }

    RegistryConfig config() {
        return new RegistryConfig(
                List.of(URI.create(url())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                java.time.Duration.ofSeconds(5),
                3);
    }

    /**
     * A client that does not wait between attempts.
     *
     * @return a new client
     */
    public SchemaRegistry client() {
        return new SchemaRegistry(config(), pauseMs -> {});
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getRawPath();
        requests.add(new Request(
                exchange.getRequestMethod(),
                path,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
        Answer scripted = script.poll();
        Answer answer = scripted == null ? answer(path, body) : scripted;
        byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer answer(String path, String body) throws IOException {
        if (body.isEmpty() && path.startsWith("/subjects/")) {
            return new Answer(404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");
        }
        if (path.startsWith("/subjects/")) {
            return new Answer(
                    200, "{\"id\":" + add(JSON.readTree(body).path("schema").asText()) + "}");
        }
        int id = Integer.parseInt(path.substring("/schemas/ids/".length()));
        if (id < 1 || id > schemas.size()) {
            return new Answer(404, "{\"error_code\":40403,\"message\":\"Schema " + id + " not found\"}");
        }
        return new Answer(200, JSON.writeValueAsString(Map.of("schema", schemas.get(id - 1))));
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
