package io.candlewick.streams.stored;

import io.candlewick.streams.config.ClickHouseAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** ClickHouse's HTTP protocol, as far as reading needs it. <b>Thread</b>: any. */
final class ClickHouseHttp {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final ClickHouseAddress address;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    ClickHouseHttp(ClickHouseAddress address) {
        this.address = address;
    }

    /** The parameters that name a range in a query. */
    static Map<String, String> parameters(SeriesRange range) {
        return Map.of(
                "tenant", range.tenant(),
                "symbol", range.symbol().text(),
                "timeframe", range.timeframe().code(),
                "from", Long.toString(range.fromUs()),
                "to", Long.toString(range.toUs()),
                "limit", Integer.toString(range.limit()));
    }

    /** A time as microseconds in a query's columns. */
    static String microseconds(String column) {
        return "toUnixTimestamp64Micro(" + column + ")";
    }

    /** The answer's lines. */
    List<String> lines(String query, Map<String, String> parameters)
            throws StoreUnavailableException, InterruptedException {
        try {
            HttpResponse<String> response =
                    http.send(request(query, parameters), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() != OK) {
                throw new StoreUnavailableException(
                        "ClickHouse at " + address.url() + " refuses: "
                                + response.body().strip().lines().findFirst().orElse("no reason given"),
                        null);
            }
            return response.body().lines().toList();
        } catch (IOException away) {
            throw new StoreUnavailableException(
                    "ClickHouse at " + address.url() + " cannot be reached: " + away.getMessage(), away);
        }
    }

    private HttpRequest request(String query, Map<String, String> parameters) {
        String uri = address.url() + "/?query=" + encode(query) + "&database=" + encode(address.database())
                + parameters.entrySet().stream()
                        .map(parameter -> "&param_" + parameter.getKey() + '=' + encode(parameter.getValue()))
                        .collect(Collectors.joining());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(uri)).timeout(TIMEOUT).GET();
        if (!address.user().isEmpty()) {
            request.header("X-ClickHouse-User", address.user()).header("X-ClickHouse-Key", address.password());
        }
        return request.build();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
