package io.candlewick.ingest.venue.polygon;

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
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Polygon's (Massive's) aggregates over REST, {@code GET /v2/aggs/ticker}: bars of the past, page by page.
 *
 * <p><b>Edges</b>: {@code limit} counts the minutes and days that are read, not the bars that come back, so only {@code next_url} says whether
 * there is more. That address names the vendor's own host, of before or after its renaming, and no key: its path and query are asked of the
 * host that is configured, and an address elsewhere is refused, because the key would go with it. An answer marked DELAYED has no bars of the
 * last {@value #DELAY_MINUTES} minutes; a span that needs them is asked again later. <b>Thread</b>: any.
 */
public final class PolygonDownloader implements BarVendor {

    /** The vendor's name. */
    public static final String NAME = "polygon";

    private static final int LIMIT = 50_000;
    private static final int MAX_PAGES = 20_000;
    private static final int DELAY_MINUTES = 15;
    private static final Set<String> OWN_HOSTS = Set.of("api.massive.com", "api.polygon.io");

    private final URI base;
    private final VendorHttp http;
    private final Duration reach;
    private final InstantSource clock;

    /**
     * A client.
     *
     * @param base where the vendor is, e.g. {@code https://api.massive.com}
     * @param http asks it; its headers hold {@code Authorization: Bearer} and the key
     * @param reach how far back the plan answers
     * @param clock tells which bars are too new
     */
    public PolygonDownloader(URI base, VendorHttp http, Duration reach, InstantSource clock) {
        this.base = base;
        this.http = http;
        this.reach = reach;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> refusal(Instrument instrument, Timeframe timeframe) {
        return instrument.sources().containsKey(NAME)
                ? Optional.empty()
                : Optional.of("instrument " + instrument.symbol() + " has no source polygon");
    }

    @Override
    public Duration reach(Timeframe timeframe) {
        return reach;
    }

    @Override
    public void download(SeriesRange range, BarListener listener) throws VendorException, InterruptedException {
        VendorBars bars = new VendorBars(range, listener);
        Set<String> asked = new HashSet<>();
        URI address = firstPage(range);
        while (asked.add(address.toString())) {
            PolygonAggregates.Page page = page(range, address, bars);
            if (page.nextUrl().isEmpty()) {
                return;
            }
            if (asked.size() == MAX_PAGES) {
                throw new VendorException(
                        VendorException.Kind.BROKEN, "polygon: " + range + " has more than " + MAX_PAGES + " pages");
            }
            address = nextPage(range, page.nextUrl().get());
        }
        throw new VendorException(
                VendorException.Kind.BROKEN, "polygon: the pages of " + range + " lead back to one that was read");
    }

    private PolygonAggregates.Page page(SeriesRange range, URI address, VendorBars bars)
            throws VendorException, InterruptedException {
        VendorHttp.Answer answer = http.get(address);
        PolygonAggregates.Page page;
        try {
            page = PolygonAggregates.read(answer.body(), bars);
        } catch (IOException noJson) {
            throw answer.isOk()
                    ? new VendorException(
                            VendorException.Kind.BROKEN,
                            "polygon: the answer for " + range + " cannot be read: " + firstLine(noJson),
                            noJson)
                    : refused(range, answer.status(), "");
        }
        if (!answer.isOk() || isRefusal(page)) {
            throw refused(range, answer.status(), page.message());
        }
        if (page.status().equals("DELAYED") && range.toUs() > delayedEndUs()) {
            throw new VendorException(
                    VendorException.Kind.TOO_EARLY,
                    "polygon: the plan's bars come " + DELAY_MINUTES + " minutes late, and " + range + " is newer");
        }
        return page;
    }

    private static boolean isRefusal(PolygonAggregates.Page page) {
        return page.status().equals("ERROR") || page.status().equals("NOT_AUTHORIZED");
    }

    private long delayedEndUs() {
        return Times.us(clock.instant().minus(Duration.ofMinutes(DELAY_MINUTES)));
    }

    /* A 403 names a span as often as a key: it says nothing about the next span. */
    private static VendorException refused(SeriesRange range, int status, String message) {
        return new VendorException(
                VendorException.Kind.REFUSED,
                "polygon refuses " + range + " with " + status + (message.isEmpty() ? "" : ": " + message));
    }

    private URI firstPage(SeriesRange range) {
        Instrument instrument = range.instrument();
        String ticker = URLEncoder.encode(
                instrument.sources().getOrDefault(NAME, instrument.symbol().text()), StandardCharsets.UTF_8);
        Timeframe timeframe = range.timeframe();
        String span = switch (timeframe.unit()) {
            case SECOND -> "second";
            case MINUTE -> "minute";
            case HOUR -> "hour";
            case DAY -> "day";
            case WEEK -> "week";
        };
        // Both ends are inclusive here, in milliseconds.
        return base.resolve("/v2/aggs/ticker/" + ticker + "/range/" + timeframe.count() + "/" + span + "/"
                + Math.floorDiv(range.fromUs(), 1_000) + "/" + Math.floorDiv(range.toUs() - 1, 1_000)
                + "?adjusted=true&sort=asc&limit=" + LIMIT);
    }

    private URI nextPage(SeriesRange range, String nextUrl) throws VendorException {
        try {
            URI next = URI.create(nextUrl);
            String host = String.valueOf(next.getHost());
            if (next.getRawPath() != null && (OWN_HOSTS.contains(host) || host.equals(base.getHost()))) {
                String query = next.getRawQuery();
                return base.resolve(next.getRawPath() + (query == null ? "" : "?" + query));
            }
        } catch (IllegalArgumentException noAddress) {
            throw elsewhere(range);
        }
        throw elsewhere(range);
    }

    private static VendorException elsewhere(SeriesRange range) {
        return new VendorException(
                VendorException.Kind.BROKEN,
                "polygon: the next page of " + range + " is not at the vendor's; the key is not sent there");
    }

    private static String firstLine(IOException fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
    }
}
