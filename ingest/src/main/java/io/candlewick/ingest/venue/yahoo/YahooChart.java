package io.candlewick.ingest.venue.yahoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candlewick.ingest.venue.SeriesRange;
import io.candlewick.ingest.venue.VendorBars;
import io.candlewick.ingest.venue.VendorRow;
import io.candlewick.market.TradingCalendar;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Reads one answer of Yahoo's chart: bytes in, bars out.
 *
 * <p><b>Edges</b>: any element may be null; a row of nulls is a quiet minute and is left out. An empty window has no {@code timestamp} and
 * {@code quote:[{}]}. The last row may be the live price, stamped now and not where a bar starts: it is left out. Prices are single floats
 * widened to doubles, so they are rounded to the larger of {@code priceHint} and the instrument's decimals. A day's stamp is the opening of
 * its session, and is moved to where the trading day begins. <b>Source</b>: yfinance scrapers/history.py, 2026-08, and its fixtures.
 */
final class YahooChart {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long US_PER_SECOND = 1_000_000;
    /* What a double tells apart; a hint of milliards would be obeyed until memory is full. */
    private static final int MOST_DECIMALS = 15;
    /* Seconds to the year 5138. */
    private static final double END_OF_TIMES = 1e11;

    private YahooChart() {}

    /**
     * Reads an answer.
     *
     * @param body the answer as received
     * @param range what was asked
     * @param bars the gate its rows go through
     * @return {@code chart.error.description}, or empty text
     * @throws IOException if it is no chart
     */
    static String read(byte[] body, SeriesRange range, VendorBars bars) throws IOException {
        JsonNode chart = JSON.readTree(body).path("chart");
        if (chart.isMissingNode()) {
            throw new IOException("the answer has no chart");
        }
        JsonNode error = chart.path("error");
        if (error.isObject()) {
            return error.path("description").asText(error.path("code").asText("error without description"));
        }
        JsonNode result = chart.path("result").path(0);
        JsonNode times = result.path("timestamp");
        JsonNode quote = result.path("indicators").path("quote").path(0);
        int hint = result.path("meta").path("priceHint").asInt(0);
        int scale = Math.max(Math.min(hint, MOST_DECIMALS), range.instrument().priceScale());
        VendorRow row = new VendorRow();
        for (int at = 0; at < times.size(); at++) {
            long startUs = start(times.get(at), range);
            if (isQuiet(quote, at) || (at == times.size() - 1 && isLivePrice(startUs, range))) {
                continue;
            }
            fill(row, quote, at, scale);
            row.startUs(startUs);
            int index = at;
            bars.take(row, () -> raw(times, quote, index));
        }
        return "";
    }

    private static long start(JsonNode seconds, SeriesRange range) {
        if (!seconds.isNumber() || !(Math.abs(seconds.asDouble()) < END_OF_TIMES)) {
            return VendorRow.NO_START;
        }
        long timeUs = seconds.asLong() * US_PER_SECOND;
        TradingCalendar calendar = range.instrument().calendar();
        return range.timeframe().isIntraday() ? timeUs : calendar.startOf(range.timeframe(), timeUs);
    }

    private static boolean isLivePrice(long startUs, SeriesRange range) {
        return startUs != VendorRow.NO_START
                && range.instrument().calendar().startOf(range.timeframe(), startUs) != startUs;
    }

    private static boolean isQuiet(JsonNode quote, int at) {
        return isNull(quote, "open", at)
                && isNull(quote, "high", at)
                && isNull(quote, "low", at)
                && isNull(quote, "close", at);
    }

    private static boolean isNull(JsonNode quote, String name, int at) {
        JsonNode value = quote.path(name).path(at);
        return value.isMissingNode() || value.isNull();
    }

    private static void fill(VendorRow row, JsonNode quote, int at, int scale) {
        row.clear();
        row.open(price(quote, "open", at, scale));
        row.high(price(quote, "high", at, scale));
        row.low(price(quote, "low", at, scale));
        row.close(price(quote, "close", at, scale));
        row.volume(
                isNull(quote, "volume", at) ? 0 : quote.path("volume").path(at).asDouble(Double.NaN));
    }

    private static double price(JsonNode quote, String name, int at, int scale) {
        JsonNode value = quote.path(name).path(at);
        if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
            return Double.NaN;
        }
        return BigDecimal.valueOf(value.asDouble())
                .setScale(scale, RoundingMode.HALF_EVEN)
                .doubleValue();
    }

    private static String raw(JsonNode times, JsonNode quote, int at) {
        return "{\"timestamp\":" + times.path(at) + ",\"open\":"
                + quote.path("open").path(at) + ",\"high\":"
                + quote.path("high").path(at) + ",\"low\":" + quote.path("low").path(at) + ",\"close\":"
                + quote.path("close").path(at) + ",\"volume\":"
                + quote.path("volume").path(at) + "}";
    }
}
