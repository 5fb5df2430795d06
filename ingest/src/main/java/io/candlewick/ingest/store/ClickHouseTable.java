package io.candlewick.ingest.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * ClickHouse's table {@code aggregates}, de-duplicated by {@code FINAL}, over its HTTP protocol in {@code RowBinary}.
 *
 * <p><b>Thread</b>: any. <b>Cost</b>: 56 bytes a row.
 */
public final class ClickHouseTable implements BarTable {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int OK = 200;
    private static final int ROW_BYTES = 56;
    private static final int BUFFER = 1 << 16;
    private static final String WHERE = " FROM aggregates FINAL WHERE tenant = {tenant:String}"
            + " AND symbol = {symbol:String} AND timeframe = {timeframe:String}"
            + " AND start_time >= fromUnixTimestamp64Micro({from:Int64})"
            + " AND start_time < fromUnixTimestamp64Micro({to:Int64})";
    // A key's month never changes, so parts of different months need not be compared.
    private static final String SETTINGS = " SETTINGS do_not_merge_across_partitions_select_final = 1";
    private static final String ROWS = "SELECT toUnixTimestamp64Micro(start_time), open, high, low, close, volume,"
            + " toInt64(version)" + WHERE + " ORDER BY start_time" + SETTINGS + " FORMAT RowBinary";
    private static final String COUNT = "SELECT count()" + WHERE + SETTINGS + " FORMAT TabSeparated";

    private final ClickHouseConfig config;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /**
     * The table on a server; nothing is asked yet.
     *
     * @param config where it is
     */
    public ClickHouseTable(ClickHouseConfig config) {
        this.config = config;
    }

    @Override
    public void read(Span span, Visitor visitor) throws IOException, InterruptedException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(ask(ROWS, span), BUFFER))) {
            byte[] bytes = new byte[ROW_BYTES];
            ByteBuffer row = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int read = in.readNBytes(bytes, 0, ROW_BYTES);
                    read == ROW_BYTES;
                    read = in.readNBytes(bytes, 0, ROW_BYTES)) {
                row.rewind();
                visitor.row(
                        row.getLong(),
                        row.getDouble(),
                        row.getDouble(),
                        row.getDouble(),
                        row.getDouble(),
                        row.getDouble(),
                        row.getLong());
            }
        }
    }

    @Override
    public long count(Span span) throws IOException, InterruptedException {
        try (InputStream in = ask(COUNT, span)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException noCount) {
                throw new IOException("ClickHouse at " + config.url() + " answers '" + text + "' to a count", noCount);
            }
        }
    }

    private InputStream ask(String query, Span span) throws IOException, InterruptedException {
        StringBuilder uri = new StringBuilder(config.url()).append("/?query=").append(encode(query));
        if (!config.database().isEmpty()) {
            uri.append("&database=").append(encode(config.database()));
        }
        Map<String, String> parameters = Map.of(
                "tenant", span.tenant(),
                "symbol", span.symbol().text(),
                "timeframe", span.timeframe().code(),
                "from", Long.toString(span.fromUs()),
                "to", Long.toString(span.toUs()));
        parameters.forEach(
                (name, value) -> uri.append("&param_").append(name).append('=').append(encode(value)));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri.toString()))
                .timeout(TIMEOUT)
                .GET();
        if (!config.user().isEmpty()) {
            request.header("X-ClickHouse-User", config.user()).header("X-ClickHouse-Key", config.password());
        }
        HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() == OK) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw new IOException("ClickHouse at " + config.url() + " refuses: "
                    + new String(body.readAllBytes(), StandardCharsets.UTF_8)
                            .strip()
                            .lines()
                            .findFirst()
                            .orElse("no reason given"));
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
