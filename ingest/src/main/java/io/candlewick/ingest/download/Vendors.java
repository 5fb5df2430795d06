package io.candlewick.ingest.download;

import io.candlewick.config.Settings;
import io.candlewick.ingest.venue.BarVendor;
import io.candlewick.ingest.venue.TokenBucket;
import io.candlewick.ingest.venue.VendorHttp;
import io.candlewick.ingest.venue.alpaca.AlpacaDownloader;
import io.candlewick.ingest.venue.polygon.PolygonDownloader;
import io.candlewick.ingest.venue.yahoo.YahooDownloader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The vendors that are configured: those whose key is set, in the order of {@value #SOURCES}.
 *
 * <p>A key comes from its variable, or from the file that the variable with {@code _FILE} names; it is neither logged nor part of a message.
 * Requests are bounded per key as its plan says; the defaults are those of the free plans.
 */
public final class Vendors {

    /** Names of vendors in the order they are asked. */
    public static final String SOURCES = "CANDLEWICK_DOWNLOAD_SOURCES";
    /** Where Polygon's REST service is. */
    public static final String POLYGON_URL = "CANDLEWICK_POLYGON_REST_URL";
    /** Polygon's key. */
    public static final String POLYGON_KEY = "CANDLEWICK_POLYGON_KEY";
    /** Polygon's rate limit. */
    public static final String POLYGON_RATE = "CANDLEWICK_POLYGON_REQUESTS_PER_MINUTE";
    /** How far back Polygon's plan answers. */
    public static final String POLYGON_HISTORY = "CANDLEWICK_POLYGON_HISTORY";
    /** Where Alpaca's data service is. */
    public static final String ALPACA_URL = "CANDLEWICK_ALPACA_REST_URL";
    /** Alpaca's key. */
    public static final String ALPACA_KEY = "CANDLEWICK_ALPACA_KEY";
    /** Its secret. */
    public static final String ALPACA_SECRET = "CANDLEWICK_ALPACA_SECRET";
    /** Alpaca's rate limit. */
    public static final String ALPACA_RATE = "CANDLEWICK_ALPACA_REQUESTS_PER_MINUTE";
    /** Which of Alpaca's stock feeds. */
    public static final String ALPACA_FEED = "CANDLEWICK_ALPACA_STOCK_FEED";
    /** Where Yahoo's chart service is. */
    public static final String YAHOO_URL = "CANDLEWICK_YAHOO_URL";
    /** Yahoo's rate limit. */
    public static final String YAHOO_RATE = "CANDLEWICK_YAHOO_REQUESTS_PER_MINUTE";

    private static final int MAX_RATE = 1_000_000;
    private static final Duration DECADE = Duration.ofDays(3_660);
    private static final List<String> KNOWN =
            List.of(PolygonDownloader.NAME, AlpacaDownloader.NAME, YahooDownloader.NAME);

    private final Settings settings;
    private final InstantSource clock;

    private Vendors(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Makes the clients; faults stay with the settings.
     *
     * @param settings where keys and addresses are
     * @param clock the time
     * @return the vendors in the order they are asked; empty if none is configured
     */
    public static List<BarVendor> from(Settings settings, InstantSource clock) {
        Vendors vendors = new Vendors(settings, clock);
        List<BarVendor> made = new ArrayList<>();
        for (String name : settings.text(SOURCES, "polygon,alpaca").split(",", -1)) {
            switch (name.strip()) {
                case PolygonDownloader.NAME -> vendors.addPolygon(made);
                case AlpacaDownloader.NAME -> vendors.addAlpaca(made);
                case YahooDownloader.NAME -> vendors.addYahoo(made);
                default -> settings.fault(SOURCES + "=" + name + ": must be some of " + String.join(",", KNOWN));
            }
        }
        return List.copyOf(made);
    }

    private void addPolygon(List<BarVendor> made) {
        String key = secret(POLYGON_KEY);
        if (!key.isEmpty()) {
            made.add(new PolygonDownloader(
                    address(POLYGON_URL, "https://api.massive.com"),
                    http(PolygonDownloader.NAME, Map.of("Authorization", "Bearer " + key), POLYGON_RATE, 5),
                    settings.duration(POLYGON_HISTORY, DECADE),
                    clock));
        }
    }

    private void addAlpaca(List<BarVendor> made) {
        String key = secret(ALPACA_KEY);
        if (!key.isEmpty()) {
            Map<String, String> headers = Map.of("APCA-API-KEY-ID", key, "APCA-API-SECRET-KEY", secret(ALPACA_SECRET));
            made.add(new AlpacaDownloader(
                    address(ALPACA_URL, "https://data.alpaca.markets"),
                    http(AlpacaDownloader.NAME, headers, ALPACA_RATE, 200),
                    settings.text(ALPACA_FEED, "iex"),
                    DECADE));
        }
    }

    private void addYahoo(List<BarVendor> made) {
        made.add(new YahooDownloader(
                address(YAHOO_URL, "https://query2.finance.yahoo.com"),
                http(YahooDownloader.NAME, Map.of("User-Agent", "Mozilla/5.0"), YAHOO_RATE, 30)));
    }

    private URI address(String name, String fallback) {
        return settings.address(name).orElseGet(() -> URI.create(fallback));
    }

    private VendorHttp http(String vendor, Map<String, String> headers, String rate, int usual) {
        int requests = settings.wholeNumber(rate, usual, 1, MAX_RATE);
        return new VendorHttp(
                vendor,
                headers,
                new TokenBucket(requests, Duration.ofMinutes(1), Math.max(1, requests / 60), System::nanoTime),
                wait -> TimeUnit.NANOSECONDS.sleep(wait.toNanos()));
    }

    private String secret(String name) {
        return settings.text(name)
                .or(() -> settings.text(name + "_FILE").map(file -> {
                    try {
                        return Files.readString(Path.of(file)).strip();
                    } catch (IOException unreadable) {
                        settings.fault(name + "_FILE=" + file + " cannot be read: " + unreadable.getMessage());
                        return "";
                    }
                }))
                .orElse("");
    }
}
