package io.candlewick.ingest.venue.yahoo;

import io.candlewick.avro.AssetClass;
import io.candlewick.ingest.venue.BarListener;
import io.candlewick.ingest.venue.BarVendor;
import io.candlewick.ingest.venue.SeriesRange;
import io.candlewick.ingest.venue.VendorBars;
import io.candlewick.ingest.venue.VendorException;
import io.candlewick.ingest.venue.VendorHttp;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Yahoo's chart, {@code GET /v8/finance/chart}: unofficial, for filling in and polling only.
 *
 * <p><b>Edges</b>: minutes come for at most {@value #MINUTE_DAYS} days a request, so longer spans are asked in pieces; how far back it
 * answers depends on the timeframe. Days of forex run from midnight in London and fit no calendar of ours, so they are not offered.
 * <b>Thread</b>: any.
 */
public final class YahooDownloader implements BarVendor {

    /** The vendor's name. */
    public static final String NAME = "yahoo";

    private static final int MINUTE_DAYS = 7;
    private static final long DAY_US = 86_400_000_000L;
    private static final long US_PER_SECOND = 1_000_000;
    private static final Duration DAYS_REACH = Duration.ofDays(365L * 50);
    private static final Map<Timeframe, String> INTERVALS = Map.of(
            Timeframe.M1, "1m", Timeframe.M5, "5m", Timeframe.M15, "15m", Timeframe.H1, "1h", Timeframe.D1, "1d");
    /* Days less than the vendor says, because it counts from its own now. */
    private static final Map<Timeframe, Duration> REACHES = Map.of(
            Timeframe.M1, Duration.ofDays(29),
            Timeframe.M5, Duration.ofDays(59),
            Timeframe.M15, Duration.ofDays(59),
            Timeframe.H1, Duration.ofDays(729));

    private final URI base;
    private final VendorHttp http;

    /**
     * A client.
     *
     * @param base where the vendor is, e.g. {@code https://query2.finance.yahoo.com}
     * @param http asks it
     */
    public YahooDownloader(URI base, VendorHttp http) {
        this.base = base;
        this.http = http;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> refusal(Instrument instrument, Timeframe timeframe) {
        if (!instrument.sources().containsKey(NAME)) {
            return Optional.of("instrument " + instrument.symbol() + " has no source yahoo");
        }
        if (!INTERVALS.containsKey(timeframe)) {
            return Optional.of(
                    "yahoo has no whole bars of " + timeframe + "; ask for 15m or 1h, coarser bars are made of them");
        }
        boolean hasSession =
                instrument.assetClass() == AssetClass.EQUITY || instrument.assetClass() == AssetClass.INDEX;
        return timeframe.isIntraday() || hasSession
                ? Optional.empty()
                : Optional.of("yahoo's days of " + instrument.symbol() + " begin at midnight in London; ask for 1h");
    }

    @Override
    public Duration reach(Timeframe timeframe) {
        return REACHES.getOrDefault(timeframe, DAYS_REACH);
    }

    @Override
    public void download(SeriesRange range, BarListener listener) throws VendorException, InterruptedException {
        VendorBars bars = new VendorBars(range, listener);
        long pieceUs = range.timeframe().equals(Timeframe.M1) ? MINUTE_DAYS * DAY_US : Long.MAX_VALUE;
        long fromUs = range.fromUs();
        while (fromUs < range.toUs()) {
            long toUs = range.toUs() - fromUs > pieceUs ? fromUs + pieceUs : range.toUs();
            ask(range.of(fromUs, toUs), bars);
            fromUs = toUs;
        }
    }

    private void ask(SeriesRange piece, VendorBars bars) throws VendorException, InterruptedException {
        VendorHttp.Answer answer = http.get(address(piece));
        String error;
        try {
            error = YahooChart.read(answer.body(), piece, bars);
        } catch (IOException noChart) {
            throw new VendorException(
                    answer.isOk() ? VendorException.Kind.BROKEN : VendorException.Kind.REFUSED,
                    "yahoo: the answer for " + piece + " is no chart, status " + answer.status(),
                    noChart);
        }
        if (!error.isEmpty() || !answer.isOk()) {
            throw new VendorException(
                    VendorException.Kind.REFUSED, "yahoo refuses " + piece + " with " + answer.status() + ": " + error);
        }
    }

    private URI address(SeriesRange piece) {
        Instrument instrument = piece.instrument();
        String symbol = URLEncoder.encode(
                instrument.sources().getOrDefault(NAME, instrument.symbol().text()), StandardCharsets.UTF_8);
        return base.resolve(
                "/v8/finance/chart/" + symbol + "?interval=" + INTERVALS.get(piece.timeframe()) + "&period1="
                        + Math.floorDiv(piece.fromUs(), US_PER_SECOND) + "&period2="
                        + Math.floorDiv(piece.toUs() + US_PER_SECOND - 1, US_PER_SECOND) + "&includePrePost=false");
    }
}
