package io.candlewick.places;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A ClickHouse server's HTTP protocol, as far as reading needs it.
 *
 * <p><b>Thread</b>: any.
 */
public final class ClickHouseServer {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int OK = 200;

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

    /** Reads an answer. */
    interface Reading<T> {
        T from(InputStream body) throws IOException;
    }

    /**
     * A server.
     *
     * @param url base of its HTTP protocol
     * @param credentials who asks
     */
    public ClickHouseServer(String url, Credentials credentials) {
        this.url = url;
        this.credentials = credentials;
    }

    /**
     * A server with the credentials of an environment.
     *
     * @param url base of its HTTP protocol
     * @param environment where {@code CANDLEWICK_CLICKHOUSE_USER}, {@code _PASSWORD} and {@code _DATABASE} may be set
     * @return the server
     */
    public static ClickHouseServer from(String url, Map<String, String> environment) {
        return new ClickHouseServer(
                url,
                new Credentials(
                        environment.getOrDefault("CANDLEWICK_CLICKHOUSE_USER", ""),
                        environment.getOrDefault("CANDLEWICK_CLICKHOUSE_PASSWORD", ""),
                        environment.getOrDefault("CANDLEWICK_CLICKHOUSE_DATABASE", "")));
    }

    /**
     * Version of the tables.
     *
     * @return number of the newest script that was applied
     * @throws PlaceException if the server cannot be asked, or has no tables
     */
    public int tablesVersion() throws PlaceException {
        return ask(
                "schema_version",
                "SELECT max(version) FROM schema_version",
                Map.of(),
                body -> Integer.parseInt(new String(body.readAllBytes(), StandardCharsets.UTF_8).strip()));
    }

    /**
     * Asks a query and reads its answer.
     *
     * @param what what is read, for messages
     * @param query the query, with {@code {name:Type}} for parameters
     * @param parameters their values
     */
    <T> T ask(String what, String query, Map<String, String> parameters, Reading<T> reading) throws PlaceException {
        StringBuilder address = new StringBuilder(url).append("/?query=").append(encode(query));
        parameters.forEach((name, value) ->
                address.append("&param_").append(name).append('=').append(encode(value)));
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
                    throw new PlaceException(what + " in " + url + " cannot be read: "
                            + new String(body.readAllBytes(), StandardCharsets.UTF_8).strip());
                }
                return reading.from(body);
            }
        } catch (IOException away) {
            throw new PlaceException("ClickHouse at " + url + " does not answer: " + away.getMessage(), away);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PlaceException("interrupted while reading from " + url, interrupted);
        }
    }

    /** The conditions that a range puts on a table of bars or of what is computed from them. */
    static String conditions(BarRange range) {
        String from = range.fromUs() == Long.MIN_VALUE
                ? ""
                : " AND start_time >= fromUnixTimestamp64Micro(" + range.fromUs() + ")";
        String to = range.toUs() == Long.MAX_VALUE
                ? ""
                : " AND start_time < fromUnixTimestamp64Micro(" + range.toUs() + ")";
        return " WHERE tenant = {tenant:String} AND symbol = {symbol:String} AND timeframe = {timeframe:String}" + from
                + to;
    }

    /** The values of a range's parameters. */
    static Map<String, String> parameters(BarRange range) {
        return Map.of(
                "tenant",
                range.tenant(),
                "symbol",
                range.symbol().text(),
                "timeframe",
                range.timeframe().code());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
