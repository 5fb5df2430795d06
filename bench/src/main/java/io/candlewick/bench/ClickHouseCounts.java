package io.candlewick.bench;

import io.candlewick.local.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Counts rows of ClickHouse's tables. */
final class ClickHouseCounts {

    private static final int OK = 200;

    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    ClickHouseCounts(String url) {
        this.url = url;
    }

    /** Rows as they lie there; of a row that was written again, both until they are merged. */
    long rows(String table) throws StackException {
        String query = URLEncoder.encode("SELECT count() FROM " + table, StandardCharsets.UTF_8);
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(url + "/?query=" + query)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new StackException("ClickHouse refuses: " + answer.body().strip());
            }
            return Long.parseLong(answer.body().strip());
        } catch (IOException away) {
            throw new StackException("ClickHouse cannot be asked: " + away.getMessage(), away);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while rows were counted", interrupted);
        }
    }
}
