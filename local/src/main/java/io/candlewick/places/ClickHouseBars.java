package io.candlewick.places;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bars in ClickHouse's table {@code aggregates}, de-duplicated by {@code FINAL}, over its HTTP protocol in {@code RowBinary}.
 *
 * <p>Every column is asked for as a Nullable of one of four types, so a row is a null flag and a value, field by field.
 */
public final class ClickHouseBars implements BarPlace {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int OK = 200;
    private static final int MAX_TEXT = 1 << 16;

    private final String url;
    private final Credentials credentials;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * Who asks.
     *
     * @param user empty: the server's default user
     * @param password empty: none
     * @param database empty: the user's default database
     */
    public record Credentials(String user, String password, String database) {}

    /**
     * The table on a server.
     *
     * @param url base of its HTTP protocol
     * @param credentials who asks
     */
    public ClickHouseBars(String url, Credentials credentials) {
        this.url = url;
        this.credentials = credentials;
    }

    @Override
    public String name() {
        return "clickhouse";
    }

    @Override
    public List<BarRow> read(BarRange range) throws PlaceException {
        String query = "SELECT " + columns() + " FROM aggregates FINAL WHERE tenant = {tenant:String}"
                + " AND symbol = {symbol:String} AND timeframe = {timeframe:String}" + bounds(range)
                + " ORDER BY start_time FORMAT RowBinary";
        StringBuilder address = new StringBuilder(url).append("/?query=").append(encode(query));
        address.append("&param_tenant=").append(encode(range.tenant()));
        address.append("&param_symbol=").append(encode(range.symbol().text()));
        address.append("&param_timeframe=").append(encode(range.timeframe().code()));
        if (!credentials.database.isEmpty()) {
            address.append("&database=").append(encode(credentials.database));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.toString()))
                .timeout(TIMEOUT)
                .GET();
        if (!credentials.user.isEmpty()) {
            request.header("X-ClickHouse-User", credentials.user).header("X-ClickHouse-Key", credentials.password);
        }
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != OK) {
                    throw new PlaceException("aggregates in " + url + " cannot be read: "
                            + new String(body.readAllBytes(), StandardCharsets.UTF_8).strip());
                }
                return rows(new DataInputStream(new BufferedInputStream(body)));
            }
        } catch (IOException away) {
            throw new PlaceException("ClickHouse at " + url + " does not answer: " + away.getMessage(), away);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PlaceException("interrupted while reading from " + url, interrupted);
        }
    }

    private static String columns() {
        return BarField.ALL.stream().map(ClickHouseBars::column).collect(Collectors.joining(", "));
    }

    /* Positions and not aliases: an alias of the column's own name would change what ORDER BY and WHERE mean. */
    private static String column(BarField field) {
        return switch (field.type()) {
            case TEXT -> "toNullable(toString(" + field.name() + "))";
            case TIME -> "toNullable(toUnixTimestamp64Micro(" + field.name() + "))";
            case WHOLE -> "toNullable(toInt64(" + field.name() + "))";
            case NUMBER -> "toNullable(toFloat64(" + field.name() + "))";
            case FLAG -> "toNullable(toUInt8(" + field.name() + "))";
        };
    }

    private static String bounds(BarRange range) {
        String from = range.fromUs() == Long.MIN_VALUE
                ? ""
                : " AND start_time >= fromUnixTimestamp64Micro(" + range.fromUs() + ")";
        String to = range.toUs() == Long.MAX_VALUE
                ? ""
                : " AND start_time < fromUnixTimestamp64Micro(" + range.toUs() + ")";
        return from + to;
    }

    private static List<BarRow> rows(DataInputStream in) throws IOException {
        List<BarRow> rows = new ArrayList<>();
        while (true) {
            int first = in.read();
            if (first < 0) {
                return rows;
            }
            List<@Nullable Object> values = new ArrayList<>();
            for (BarField field : BarField.ALL) {
                boolean isNull = (values.isEmpty() ? first : in.readUnsignedByte()) == 1;
                values.add(isNull ? null : value(in, field.type()));
            }
            rows.add(new BarRow(values));
        }
    }

    private static Object value(DataInputStream in, BarField.Type type) throws IOException {
        return switch (type) {
            case TEXT -> text(in);
            case TIME, WHOLE -> Long.reverseBytes(in.readLong());
            case NUMBER -> Double.longBitsToDouble(Long.reverseBytes(in.readLong()));
            case FLAG -> in.readUnsignedByte() == 1;
        };
    }

    private static String text(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int part = in.readUnsignedByte();
            length |= (part & 0x7F) << shift;
            if (part < 0x80) {
                break;
            }
        }
        if (length < 0 || length > MAX_TEXT) {
            throw new EOFException("text of " + length + " bytes");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
