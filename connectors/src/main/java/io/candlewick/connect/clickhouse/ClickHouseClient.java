package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.DeliveryException;
import io.candlewick.connect.sink.FailureClass;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ClickHouse's HTTP interface, as far as a sink needs it: a statement, a query of a few rows, an insert with a body.
 *
 * <p>The JDK's client and not {@code client-v2}: what we send is ready made, and that library would bring fifteen more, an HTTP client,
 * Guava and compressors among them, into every worker. <b>Thread</b>: any.
 */
final class ClickHouseClient {

    private static final Pattern CODE = Pattern.compile("Code: (\\d+)");
    private static final int MAX_REASON = 500;
    private static final int OK = 200;

    private final ClickHouseOptions options;
    private final HttpClient http;

    ClickHouseClient(ClickHouseOptions options) {
        this.options = options;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(options.connectTimeout())
                .build();
    }

    /** Runs a statement in the options' database. */
    void execute(String statement) throws DeliveryException {
        send(statement, Map.of("database", options.database()), BodyPublishers.noBody());
    }

    /** Runs a statement that does not need the options' database to be there. */
    void executeWithoutDatabase(String statement) throws DeliveryException {
        send(statement, Map.of(), BodyPublishers.noBody());
    }

    /** Runs a query and gives its rows as tab-separated lines. */
    List<String> query(String query) throws DeliveryException {
        Map<String, String> parameters = Map.of("database", options.database(), "default_format", "TabSeparated");
        return send(query, parameters, BodyPublishers.noBody()).lines().toList();
    }

    /** Inserts a body; the settings go with the query. */
    void insert(String statement, Map<String, String> settings, byte[] body, int from, int length)
            throws DeliveryException {
        Map<String, String> parameters = new TreeMap<>(settings);
        parameters.put("database", options.database());
        // Without it an answer of 200 may begin before the insert has failed.
        parameters.put("wait_end_of_query", "1");
        send(statement, parameters, BodyPublishers.ofByteArray(body, from, length));
    }

    private String send(String statement, Map<String, String> parameters, BodyPublisher body) throws DeliveryException {
        HttpRequest request = HttpRequest.newBuilder(address(statement, parameters))
                .timeout(options.requestTimeout())
                .header("X-ClickHouse-User", options.user())
                .header("X-ClickHouse-Key", options.password())
                .POST(body)
                .build();
        HttpResponse<String> response;
        try {
            response = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException away) {
            String reason = away.getMessage() == null ? away.getClass().getSimpleName() : away.getMessage();
            throw new DeliveryException(
                    FailureClass.RETRYABLE, "ClickHouse " + options.url() + " is away: " + reason, away);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new DeliveryException(
                    FailureClass.RETRYABLE, "Interrupted while writing to ClickHouse " + options.url(), stopping);
        }
        if (response.statusCode() != OK) {
            throw refused(response);
        }
        return response.body();
    }

    private URI address(String statement, Map<String, String> parameters) {
        StringBuilder address = new StringBuilder(options.url());
        if (address.charAt(address.length() - 1) != '/') {
            address.append('/');
        }
        address.append("?query=").append(encode(statement));
        parameters.forEach(
                (name, value) -> address.append('&').append(name).append('=').append(encode(value)));
        return URI.create(address.toString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private DeliveryException refused(HttpResponse<String> response) {
        String reason = response.body().strip().lines().findFirst().orElse("no reason given");
        int code = response.headers()
                .firstValue("X-ClickHouse-Exception-Code")
                .map(Integer::parseInt)
                .orElseGet(() -> codeIn(reason));
        return new DeliveryException(
                FailureClass.ofClickHouse(code, response.statusCode()),
                "ClickHouse " + options.url() + " refused (HTTP " + response.statusCode() + "): "
                        + (reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "..." : reason),
                null);
    }

    private static int codeIn(String reason) {
        Matcher matcher = CODE.matcher(reason);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
