package io.candlewick.local.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.clickhouse.client.api.internal.ClickHouseLZ4InputStream;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;

/**
 * One request as ClickHouse's HTTP protocol means it: parameters that belong to the transport, and the rest, which are
 * settings of the query.
 *
 * @param parameters decoded URL parameters in their order
 * @param exchange the exchange they came with
 */
record HttpRequest(Map<String, String> parameters, HttpExchange exchange) {
    private static final String DEFAULT_FORMAT = "TabSeparated";
    private static final int LZ4_BUFFER_BYTES = 64 * 1024;
    private static final Pattern EXPLICIT_FORMAT =
            Pattern.compile("(?is)\\sformat\\s+([A-Za-z0-9_]+)\\s*(settings\\s[^()]*)?;?\\s*$");

    /** What the front itself answers for; a front with one engine thread has no sessions and no asynchronous inserts. */
    private static final Set<String> TRANSPORT = Set.of(
            "query",
            "database",
            "default_format",
            "compress",
            "decompress",
            "enable_http_compression",
            "wait_end_of_query",
            "buffer_size",
            "session_id",
            "session_timeout",
            "session_check",
            "query_id",
            "user",
            "password",
            "role",
            "quota_key",
            "client_protocol_version",
            "async_insert",
            "wait_for_async_insert",
            "send_progress_in_http_headers",
            "http_headers_progress_interval_ms",
            "network_compression_method");

    static HttpRequest of(HttpExchange exchange) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
        }
        return new HttpRequest(parameters, exchange);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, UTF_8);
    }

    Optional<String> query() {
        return Optional.ofNullable(parameters.get("query")).filter(text -> !text.isBlank());
    }

    String database() {
        String fromHeader = exchange.getRequestHeaders().getFirst("X-ClickHouse-Database");
        return parameters.getOrDefault("database", fromHeader == null ? "default" : fromHeader);
    }

    String queryId() {
        return parameters.getOrDefault("query_id", "");
    }

    /** The format of the answer when the statement names none. */
    String format() {
        String fromHeader = exchange.getRequestHeaders().getFirst("X-ClickHouse-Format");
        return fromHeader != null ? fromHeader : parameters.getOrDefault("default_format", DEFAULT_FORMAT);
    }

    /** The format the answer to this statement will have. */
    String formatOf(String sql) {
        Matcher matcher = EXPLICIT_FORMAT.matcher(sql);
        return matcher.find() ? matcher.group(1) : format();
    }

    /** Settings of the query and its named parameters ({@code param_...}), both of which a {@code SET} takes. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(parameters);
        settings.keySet().removeAll(TRANSPORT);
        return settings;
    }

    boolean wantsClickHouseBlocks() {
        return "1".equals(parameters.get("compress"));
    }

    /** Whether the client accepts this HTTP content encoding and asks for one at all. */
    boolean wantsEncoding(String encoding) {
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        return "1".equals(parameters.get("enable_http_compression"))
                && accepted != null
                && accepted.toLowerCase(Locale.ROOT).contains(encoding);
    }

    /** The body with whatever compression it came in taken off. */
    InputStream body() throws IOException {
        InputStream raw = exchange.getRequestBody();
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        if ("gzip".equalsIgnoreCase(encoding)) {
            return new GZIPInputStream(raw);
        }
        if ("lz4".equalsIgnoreCase(encoding)) {
            return new LZ4FrameInputStream(raw);
        }
        if ("1".equals(parameters.get("decompress"))) {
            return new ClickHouseLZ4InputStream(
                    raw, LZ4Factory.fastestJavaInstance().fastDecompressor(), LZ4_BUFFER_BYTES);
        }
        return raw;
    }
}
