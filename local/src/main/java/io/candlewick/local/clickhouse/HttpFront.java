package io.candlewick.local.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.clickhouse.client.api.internal.ClickHouseLZ4OutputStream;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ClickHouse's HTTP protocol over the engine, as far as {@code client-v2}, {@code clickhouse-jdbc} and {@code curl} use it.
 *
 * <p>Read: the statement in the {@code query} parameter, in the body, or the statement in the parameter and data in the
 * body; {@code database}, settings and {@code param_...} parameters; every compression the Java client can send or ask for.
 * Written: {@code X-ClickHouse-Format}, {@code -Summary}, {@code -Query-Id}, {@code -Timezone} and {@code -Exception-Code}.
 * Credentials are accepted and not looked at: the front listens on loopback only.
 */
final class HttpFront implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final int QUERY_LIMIT_BYTES = 64 << 20;
    private static final int LZ4_BUFFER_BYTES = 64 * 1024;
    private static final int SYNTAX_ERROR = 62;

    private static final Pattern CHANGES_DATABASE = Pattern.compile("(?i)^\\s*(use|drop|rename|detach)\\s");

    private final ChdbEngine engine;
    private final Path spool;

    /** The connection's database, so that a request need not set it again; only the engine's thread looks at it. */
    private String current = "";

    /**
     * @param engine where queries run
     * @param spool an existing directory for the data of inserts on its way to the engine
     */
    HttpFront(ChdbEngine engine, Path spool) {
        this.engine = engine;
        this.spool = spool;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answerOrRefuse(HttpRequest.of(exchange));
        }
    }

    private void answerOrRefuse(HttpRequest request) throws IOException {
        try {
            answer(request);
        } catch (EngineException e) {
            LOG.info("{}", e.getMessage());
            refuse(request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("request failed", e);
            refuse(request, EngineException.ofEngine("Code: 1001. DB::Exception: " + e + ". (STD_EXCEPTION)"));
        }
    }

    private void answer(HttpRequest request) throws IOException, EngineException, InterruptedException {
        String path = request.exchange().getRequestURI().getPath();
        boolean get = !"POST".equals(request.exchange().getRequestMethod());
        if (path.equals("/ping") || (get && request.query().isEmpty())) {
            sendPlain(request.exchange(), "Ok.\n");
            return;
        }
        Optional<InsertStatement> insert = request.query().flatMap(InsertStatement::parse);
        if (insert.isPresent()) {
            insert(request, insert.get());
        } else {
            select(request);
        }
    }

    private void insert(HttpRequest request, InsertStatement insert)
            throws IOException, EngineException, InterruptedException {
        Path file = Files.createTempFile(spool, "insert", ".bin");
        try {
            long bytes;
            try (InputStream body = request.body();
                    OutputStream out = Files.newOutputStream(file)) {
                bytes = body.transferTo(out);
            }
            if (bytes == 0) {
                sendPlain(request.exchange(), "");
                return;
            }
            try (EngineResult result = run(request, insert.reading(file).getBytes(UTF_8))) {
                send(request, insert.format(), result);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void select(HttpRequest request) throws IOException, EngineException, InterruptedException {
        byte[] sql = statement(request);
        try (EngineResult result = run(request, sql)) {
            send(request, request.formatOf(new String(sql, UTF_8)), result);
        }
    }

    private static byte[] statement(HttpRequest request) throws IOException, EngineException {
        byte[] body;
        try (InputStream in = request.body()) {
            body = in.readNBytes(QUERY_LIMIT_BYTES);
            if (in.read() >= 0) {
                throw EngineException.of(
                        SYNTAX_ERROR, "SYNTAX_ERROR", "the statement is longer than " + QUERY_LIMIT_BYTES + " bytes");
            }
        }
        if (request.query().isEmpty()) {
            return body;
        }
        byte[] head = (request.query().get() + "\n").getBytes(UTF_8);
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    /** The connection keeps its database and settings from query to query, so each request sets and resets its own. */
    private EngineResult run(HttpRequest request, byte[] sql) throws EngineException, InterruptedException {
        return engine.run(() -> {
            Map<String, String> settings = request.settings();
            use(request.database());
            try {
                for (Map.Entry<String, String> setting : settings.entrySet()) {
                    engine.execute("SET " + name(setting.getKey()) + " = '"
                            + setting.getValue().replace("\\", "\\\\").replace("'", "\\'") + "'");
                }
                return engine.query(sql, request.format());
            } finally {
                if (CHANGES_DATABASE
                        .matcher(new String(sql, 0, Math.min(sql.length, 64), UTF_8))
                        .find()) {
                    current = "";
                }
                reset(settings);
            }
        });
    }

    private void use(String database) throws EngineException {
        if (!database.equals(current)) {
            engine.execute("USE `" + database.replace("`", "\\`") + "`");
            current = database;
        }
    }

    private void reset(Map<String, String> settings) throws EngineException {
        for (String setting : settings.keySet()) {
            if (!setting.startsWith("param_") && setting.matches("\\w+")) {
                try {
                    engine.execute("SET " + setting + " = DEFAULT");
                } catch (EngineException e) {
                    LOG.debug("not reset: {}", e.getMessage());
                }
            }
        }
    }

    private static String name(String setting) throws EngineException {
        if (!setting.matches("\\w+")) {
            throw EngineException.of(115, "UNKNOWN_SETTING", "Unknown setting '" + setting + "'");
        }
        return setting;
    }

    private static void send(HttpRequest request, String format, EngineResult result) throws IOException {
        Headers headers = request.exchange().getResponseHeaders();
        describe(headers, request);
        headers.set("X-ClickHouse-Format", format);
        headers.set("X-ClickHouse-Summary", result.summary().toHeader());
        boolean plain = encodingOf(request) == Encoding.NONE;
        long announced = plain ? (result.length() == 0 ? -1 : result.length()) : 0;
        try (OutputStream out = open(request, 200, announced)) {
            if (announced >= 0) {
                result.writeTo(out);
            }
        }
    }

    private static void refuse(HttpRequest request, EngineException error) throws IOException {
        Headers headers = request.exchange().getResponseHeaders();
        describe(headers, request);
        headers.set("X-ClickHouse-Exception-Code", Integer.toString(error.code()));
        try (OutputStream out = open(request, error.httpStatus(), 0)) {
            out.write((error.getMessage() + "\n").getBytes(UTF_8));
        }
    }

    private static void describe(Headers headers, HttpRequest request) {
        headers.set("Content-Type", "application/octet-stream");
        headers.set("X-ClickHouse-Timezone", "UTC");
        headers.set("X-ClickHouse-Server-Display-Name", "candlewick");
        headers.set("X-ClickHouse-Query-Id", request.queryId());
    }

    private static void sendPlain(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private enum Encoding {
        NONE,
        BLOCKS,
        LZ4_FRAME,
        GZIP
    }

    private static Encoding encodingOf(HttpRequest request) {
        if (request.wantsClickHouseBlocks()) {
            return Encoding.BLOCKS;
        }
        if (request.wantsEncoding("lz4")) {
            return Encoding.LZ4_FRAME;
        }
        return request.wantsEncoding("gzip") ? Encoding.GZIP : Encoding.NONE;
    }

    private static OutputStream open(HttpRequest request, int status, long length) throws IOException {
        HttpExchange exchange = request.exchange();
        switch (encodingOf(request)) {
            case BLOCKS -> {
                exchange.sendResponseHeaders(status, 0);
                return new ClickHouseLZ4OutputStream(
                        exchange.getResponseBody(),
                        LZ4Factory.fastestJavaInstance().fastCompressor(),
                        LZ4_BUFFER_BYTES);
            }
            case LZ4_FRAME -> {
                exchange.getResponseHeaders().set("Content-Encoding", "lz4");
                exchange.sendResponseHeaders(status, 0);
                return new LZ4FrameOutputStream(exchange.getResponseBody());
            }
            case GZIP -> {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                exchange.sendResponseHeaders(status, 0);
                return new GZIPOutputStream(exchange.getResponseBody());
            }
            case NONE -> {
                exchange.sendResponseHeaders(status, length);
                return exchange.getResponseBody();
            }
        }
        throw new IllegalStateException("unreachable");
    }
}
