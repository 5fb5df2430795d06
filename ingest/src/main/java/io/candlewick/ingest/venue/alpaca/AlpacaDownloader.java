package io.candlewick.ingest.venue.alpaca;

import io.candlewick.avro.AssetClass;
import io.candlewick.ingest.venue.BarListener;
import io.candlewick.ingest.venue.BarVendor;
import io.candlewick.ingest.venue.SeriesRange;
import io.candlewick.ingest.venue.VendorBars;
import io.candlewick.ingest.venue.VendorException;
import io.candlewick.ingest.venue.VendorHttp;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Alpaca's bars over REST: stocks from {@code /v2/stocks/bars}, crypto from {@code /v1beta3/crypto/us/bars}, page by page.
 *
 * <p><b>Edges</b>: a page may be short although more exists, so only {@code next_page_token} says whether there is more. Prices are asked
 * as traded, {@code adjustment=raw}: a split would otherwise change bars that were verified. No forex: the vendor has rates there, not bars.
 * <b>Thread</b>: any.
 */
public final class AlpacaDownloader implements BarVendor {

    /** The vendor's name. */
    public static final String NAME = "alpaca";

    private static final int LIMIT = 10_000;
    private static final int MAX_PAGES = 20_000;

    private final URI base;
    private final VendorHttp http;
    private final String feed;
    private final Duration reach;

    /**
     * A client.
     *
     * @param base where the vendor is, e.g. {@code https://data.alpaca.markets}
     * @param http asks it; its headers hold the key and the secret
     * @param feed which of its stock feeds: iex, sip, otc or boats
     * @param reach how far back the plan answers
     */
    public AlpacaDownloader(URI base, VendorHttp http, String feed, Duration reach) {
        this.base = base;
        this.http = http;
        this.feed = feed;
        this.reach = reach;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> refusal(Instrument instrument, Timeframe timeframe) {
        if (!instrument.sources().containsKey(NAME)) {
            return Optional.of("instrument " + instrument.symbol() + " has no source alpaca");
        }
        if (timeframe.unit() == Timeframe.Unit.SECOND) {
            return Optional.of("alpaca has no bars of seconds; ask for 1m");
        }
        return Optional.empty();
    }

    @Override
    public Duration reach(Timeframe timeframe) {
        return reach;
    }

    @Override
    public void download(SeriesRange range, BarListener listener) throws VendorException, InterruptedException {
        String symbol = symbolOf(range.instrument());
        Map<String, VendorBars> gate = Map.of(symbol, new VendorBars(range, listener));
        Set<String> seen = new HashSet<>();
        String token = "";
        while (seen.add(token)) {
            AlpacaBars.Page page = page(range, address(range, symbol, token), gate);
            if (page.nextPageToken().isEmpty()) {
                return;
            }
            if (seen.size() == MAX_PAGES) {
                break;
            }
            token = page.nextPageToken().get();
        }
        throw new VendorException(
                VendorException.Kind.BROKEN,
                "alpaca: the pages of " + range + " lead back to one that was read, or are more than " + MAX_PAGES);
    }

    private AlpacaBars.Page page(SeriesRange range, URI address, Map<String, VendorBars> gate)
            throws VendorException, InterruptedException {
        VendorHttp.Answer answer = http.get(address);
        try {
            AlpacaBars.Page page = AlpacaBars.read(answer.body(), gate);
            if (answer.isOk()) {
                return page;
            }
            throw refused(range, answer.status(), page.message());
        } catch (IOException noJson) {
            if (answer.isOk()) {
                throw new VendorException(
                        VendorException.Kind.BROKEN,
                        "alpaca: the answer for " + range + " cannot be read: " + firstLine(noJson),
                        noJson);
            }
            // An error may be plain text.
            throw refused(range, answer.status(), "");
        }
    }

    private static VendorException refused(SeriesRange range, int status, String message) {
        return new VendorException(
                VendorException.Kind.REFUSED,
                "alpaca refuses " + range + " with " + status + (message.isEmpty() ? "" : ": " + message));
    }

    private URI address(SeriesRange range, String symbol, String token) {
        boolean crypto = range.instrument().assetClass() == AssetClass.CRYPTO;
        String path = crypto ? "/v1beta3/crypto/us/bars" : "/v2/stocks/bars";
        // Both ends are inclusive here.
        String query = "?symbols=" + encode(symbol) + "&timeframe=" + timeframe(range.timeframe()) + "&start="
                + encode(Times.text(range.fromUs())) + "&end=" + encode(Times.text(range.toUs() - 1)) + "&limit="
                + LIMIT
                + "&sort=asc" + (crypto ? "" : "&adjustment=raw&feed=" + encode(feed))
                + (token.isEmpty() ? "" : "&page_token=" + encode(token));
        return base.resolve(path + query);
    }

    static String symbolOf(Instrument instrument) {
        return instrument.sources().getOrDefault(NAME, instrument.symbol().text());
    }

    private static String timeframe(Timeframe timeframe) {
        return timeframe.count()
                + switch (timeframe.unit()) {
                    case SECOND -> throw new IllegalArgumentException("timeframe=" + timeframe + " is not alpaca's");
                    case MINUTE -> "Min";
                    case HOUR -> "Hour";
                    case DAY -> "Day";
                    case WEEK -> "Week";
                };
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String firstLine(IOException fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
    }
}
