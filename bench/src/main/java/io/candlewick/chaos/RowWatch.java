package io.candlewick.chaos;

import io.candlewick.local.TimescaleServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Asks both databases several times a second which minute bar is their newest. */
final class RowWatch implements AutoCloseable {

    private static final String TIMESCALE = "TimescaleDB";
    private static final String CLICKHOUSE = "ClickHouse";
    private static final Duration TOLERATED = Duration.ofSeconds(4);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final long PAUSE_MS = 400;

    private final TimescaleServer timescale;
    private final String clickhouseUrl;
    private final Freshness freshness;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final List<Thread> threads = List.of(
            new Thread(this::watchTimescale, "timescale-watch"), new Thread(this::watchClickHouse, "clickhouse-watch"));
    private volatile boolean stopped;

    RowWatch(TimescaleServer timescale, String clickhouseUrl, Freshness freshness) {
        this.timescale = timescale;
        this.clickhouseUrl = clickhouseUrl;
        this.freshness = freshness;
    }

    void start() {
        freshness.watch(TIMESCALE, Freshness.Kind.ROWS, TOLERATED);
        freshness.watch(CLICKHOUSE, Freshness.Kind.ROWS, TOLERATED);
        threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void watchTimescale() {
        Properties properties = new Properties();
        properties.setProperty("user", timescale.user());
        properties.setProperty("password", timescale.password());
        String seconds = String.format(Locale.ROOT, "%d", LIMIT.toSeconds());
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        while (!stopped) {
            try (Connection connection = DriverManager.getConnection(timescale.url(), properties);
                    Statement statement = connection.createStatement()) {
                while (!stopped) {
                    ResultSet result = statement.executeQuery(
                            "SELECT (extract(epoch FROM max(end_time)) * 1000000)::bigint FROM market_candles WHERE timeframe = '1m'");
                    result.next();
                    long endUs = result.getLong(1);
                    if (!result.wasNull()) {
                        freshness.seen(TIMESCALE, endUs);
                    }
                    pause();
                }
            } catch (SQLException away) {
                // That it is away is seen by its rows not getting any newer.
                pause();
            }
        }
    }

    private void watchClickHouse() {
        URI question = URI.create(clickhouseUrl + "/?default_format=TabSeparated&query="
                + URLEncoder.encode(
                        "SELECT toUnixTimestamp64Micro(max(end_time)) FROM aggregates WHERE timeframe = '1m'",
                        StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(question).timeout(LIMIT).build();
        while (!stopped) {
            try {
                String answer = http.send(request, HttpResponse.BodyHandlers.ofString())
                        .body()
                        .strip();
                freshness.seen(CLICKHOUSE, Long.parseLong(answer));
            } catch (IOException | NumberFormatException away) {
                // As above.
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(LIMIT.toMillis() * 3);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
