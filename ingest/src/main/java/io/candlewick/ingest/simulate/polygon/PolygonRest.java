package io.candlewick.ingest.simulate.polygon;

import io.candlewick.avro.AssetClass;
import io.candlewick.ingest.simulate.Faults;
import io.candlewick.ingest.simulate.RestFaults;
import io.candlewick.ingest.simulate.SimulatedWorld;
import io.candlewick.ingest.simulate.VendorRoutes;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Polygon's aggregates, {@code GET /v2/aggs/ticker/{ticker}/range/{multiplier}/{timespan}/{from}/{to}}, as its documents describe them.
 *
 * <p><b>Edges</b>: {@code limit} counts base bars, minutes under minutes and hours, days above. No bars: {@code results} is absent. The next
 * page's address names the vendor's own host and no key, and has {@code from} moved on. Days begin at 00:00 UTC, of stocks in New York. A bar
 * is told once it has ended. <b>Thread</b>: the server's. <b>Cost</b>: a page is made when it is asked for, nothing is kept.
 */
public final class PolygonRest implements VendorRoutes {

    private static final String HOST = "https://api.polygon.io";
    private static final TradingCalendar NEW_YORK = TradingCalendar.parse("America/New_York 00:00");
    private static final int DEFAULT_LIMIT = 5_000;
    private static final int MAX_LIMIT = 50_000;
    private static final int BAR_CHARS = 110;
    private static final Duration DELAY = Duration.ofMinutes(15);
    private static final String TOO_MANY =
            "{\"status\":\"ERROR\",\"request_id\":\"simulated\",\"error\":\"You've exceeded"
                    + " the maximum requests per minute, please wait or upgrade your subscription to continue.\"}";
    private static final String NOT_AUTHORIZED = "{\"status\":\"NOT_AUTHORIZED\",\"request_id\":\"simulated\","
            + "\"message\":\"Your plan doesn't include this data timeframe. Please upgrade your plan at"
            + " https://polygon.io/pricing\"}";
    private static final String UNKNOWN_KEY =
            "{\"status\":\"ERROR\",\"request_id\":\"simulated\",\"error\":\"Unknown API Key\"}";

    private final SimulatedWorld world;
    private final RestFaults rest;
    private final Map<String, Symbol> symbols = new HashMap<>();
    private final AtomicLong served = new AtomicLong();

    /**
     * The routes on a world.
     *
     * @param world market, clock and faults
     */
    public PolygonRest(SimulatedWorld world) {
        this.world = world;
        this.rest = new RestFaults(world.faults(), TOO_MANY, NOT_AUTHORIZED);
        for (Instrument instrument : world.market().instruments()) {
            String ticker = instrument.sources().get("polygon");
            if (ticker != null) {
                symbols.put(ticker, instrument.symbol());
            }
        }
    }

    @Override
    public void declare(Faults faults) {
        RestFaults.declare(faults);
        faults.declare("rest-delayed", "aggregates come 15 minutes late, marked DELAYED");
        faults.declare("rest-elsewhere", "the next page's address is at another host");
        faults.declare("rest-cycle", "the next page's address leads back to the same page");
    }

    @Override
    public void addTo(JavalinConfig config) {
        config.routes.get("/v2/aggs/ticker/{ticker}/range/{multiplier}/{timespan}/{from}/{to}", this::aggregates);
    }

    /**
     * Bars told since the start.
     *
     * @return their number
     */
    public long served() {
        return served.get();
    }

    private void aggregates(Context context) {
        String authorization = context.header("Authorization");
        if (context.queryParam("apiKey") == null && (authorization == null || !authorization.startsWith("Bearer "))) {
            context.status(401).contentType("application/json").result(UNKNOWN_KEY);
            return;
        }
        if (rest.happen(context)) {
            return;
        }
        try {
            rest.answer(context, page(context));
        } catch (IllegalArgumentException wrong) {
            context.status(400)
                    .contentType("application/json")
                    .result("{\"status\":\"ERROR\",\"request_id\":\"simulated\",\"error\":\""
                            + String.valueOf(wrong.getMessage()).replace('"', '\'') + "\"}");
        }
    }

    private StringBuilder page(Context context) {
        String ticker = context.pathParam("ticker");
        String timespan = context.pathParam("timespan");
        Timeframe timeframe = timeframe(context.pathParam("multiplier"), timespan);
        long fromUs = time(context.pathParam("from"), false);
        long toUs = time(context.pathParam("to"), true) + 1;
        int limit = limit(context);
        boolean delayed = world.faults().take("rest-delayed").isPresent();
        long knownUs = Times.us(
                delayed ? world.clock().instant().minus(DELAY) : world.clock().instant());
        Symbol symbol = symbols.get(ticker);
        Optional<String> empty = rest.empty();
        if (symbol == null || empty.isPresent()) {
            return tail(new StringBuilder(), ticker, new Count(0, 0, empty.orElse("absent")), delayed, "");
        }
        Page page = new Page(symbol, timeframe, Math.min(toUs, knownUs), knownUs, limit);
        page.fill(fromUs);
        served.addAndGet(page.count);
        String next = page.nextUs >= Math.min(toUs, knownUs) ? "" : nextUrl(context, timespan, page.nextUs, limit);
        return tail(page.rows, ticker, new Count(page.base, page.count, "absent"), delayed, next);
    }

    /** How many base bars were read and how many bars are told, and what stands for none. */
    private record Count(long base, long bars, String emptyShape) {}

    private static StringBuilder tail(StringBuilder rows, String ticker, Count count, boolean delayed, String next) {
        StringBuilder json = new StringBuilder(rows.length() + 300);
        json.append("{\"ticker\":\"")
                .append(ticker)
                .append("\",\"queryCount\":")
                .append(count.base);
        json.append(",\"resultsCount\":").append(count.bars).append(",\"adjusted\":true");
        if (rows.length() > 0) {
            json.append(",\"results\":[").append(rows).append(']');
        } else if (!count.emptyShape.equals("absent")) {
            // In 2020 it was null; absent since.
            json.append(",\"results\":").append(count.emptyShape.equals("null") ? "null" : "[]");
        }
        json.append(",\"status\":\"").append(delayed ? "DELAYED" : "OK");
        json.append("\",\"request_id\":\"simulated\"");
        if (count.bars > 0) {
            json.append(",\"count\":").append(count.bars);
        }
        if (!next.isEmpty()) {
            json.append(",\"next_url\":\"").append(next).append('"');
        }
        return json.append('}');
    }

    private String nextUrl(Context context, String timespan, long nextUs, int limit) {
        if (world.faults().take("rest-elsewhere").isPresent()) {
            return "https://example.com/v2/aggs/elsewhere?cursor=bGltaXQ9Mg";
        }
        if (world.faults().take("rest-cycle").isPresent()) {
            return HOST + context.path() + "?" + String.valueOf(context.queryString());
        }
        String cursor = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("limit=" + limit + "&sort=asc").getBytes(StandardCharsets.UTF_8));
        return HOST + "/v2/aggs/ticker/" + context.pathParam("ticker") + "/range/" + context.pathParam("multiplier")
                + "/" + timespan + "/" + Math.floorDiv(nextUs, 1_000) + "/" + context.pathParam("to") + "?cursor="
                + cursor;
    }

    private static int limit(Context context) {
        String cursor = context.queryParam("cursor");
        if (cursor != null) {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return Integer.parseInt(text.substring("limit=".length(), text.indexOf('&')));
        }
        String limit = context.queryParam("limit");
        return limit == null ? DEFAULT_LIMIT : Math.max(1, Math.min(MAX_LIMIT, Integer.parseInt(limit)));
    }

    private static Timeframe timeframe(String multiplier, String timespan) {
        return switch (timespan) {
            case "minute" -> Timeframe.parse(multiplier + "m");
            case "hour" -> Timeframe.parse(multiplier + "h");
            case "day" -> Timeframe.parse(multiplier + "d");
            case "week" -> Timeframe.parse(multiplier + "w");
            default -> throw new IllegalArgumentException("timespan=" + timespan + " is not simulated");
        };
    }

    private static long time(String text, boolean isEnd) {
        if (text.length() == 10 && text.charAt(4) == '-') {
            LocalDate date = LocalDate.parse(text);
            return Times.us((isEnd ? date.plusDays(1) : date)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant())
                    - (isEnd ? 1 : 0);
        }
        return Long.parseLong(text) * 1_000 + (isEnd ? 999 : 0);
    }

    /** The rows of a page while they are made. */
    private final class Page {

        private final Symbol symbol;
        private final Timeframe timeframe;
        private final TradingCalendar days;
        private final long toUs;
        private final long knownUs;
        private final int limit;
        private final StringBuilder rows = new StringBuilder(BAR_CHARS);
        private int bad = rest.badRows();
        private long base;
        private long count;
        private long nextUs;

        Page(Symbol symbol, Timeframe timeframe, long toUs, long knownUs, int limit) {
            this.symbol = symbol;
            this.timeframe = timeframe;
            this.toUs = toUs;
            this.knownUs = knownUs;
            this.limit = limit;
            this.days = world.market().instrument(symbol).assetClass() == AssetClass.EQUITY
                    ? NEW_YORK
                    : TradingCalendar.UTC;
        }

        /* Window by window, each of no more base bars than are left, so that a page ends where its limit does. */
        void fill(long fromUs) {
            Timeframe unit = timeframe.isIntraday() ? Timeframe.M1 : Timeframe.D1;
            long first = days.startOf(timeframe, fromUs);
            nextUs = first < fromUs ? days.endOf(timeframe, fromUs) : first;
            rows.ensureCapacity((int) Math.min(limit, (toUs - nextUs) / timeframe.lengthUs() + 1) * BAR_CHARS);
            while (nextUs < toUs && base < limit) {
                long roomUs = (limit - base) * unit.lengthUs();
                long cutUs = days.startOf(timeframe, Math.min(toUs, nextUs + roomUs));
                // At least one bar, however few base bars may be read.
                long windowUs = cutUs > nextUs ? cutUs : days.endOf(timeframe, nextUs);
                long before = base;
                world.market().forEachBar(symbol, timeframe, days, nextUs, Math.min(toUs, windowUs), this::add);
                nextUs = windowUs;
                if (base == before && count > 0 && limit - base < timeframe.lengthUs() / unit.lengthUs()) {
                    return;
                }
            }
        }

        private void add(Bar bar) {
            if (bar.endTimeUs() > knownUs) {
                return;
            }
            base += Math.max(1, timeframe.isIntraday() ? timeframe.lengthUs() / Timeframe.M1.lengthUs() : 1);
            if (rows.length() > 0) {
                rows.append(',');
            }
            if (bad > 0) {
                bad--;
                rows.append("{\"v\":-1,\"o\":\"n/a\",\"t\":")
                        .append(bar.key().startTimeUs() / 1_000)
                        .append("},");
            }
            count++;
            rows.append("{\"v\":").append(bar.volume());
            if (Double.isFinite(bar.vwap())) {
                rows.append(",\"vw\":").append(bar.vwap());
            }
            rows.append(",\"o\":").append(bar.price().open());
            rows.append(",\"c\":").append(bar.price().close());
            rows.append(",\"h\":").append(bar.price().high());
            rows.append(",\"l\":").append(bar.price().low());
            rows.append(",\"t\":").append(bar.key().startTimeUs() / 1_000);
            rows.append(",\"n\":").append(bar.tickCount()).append('}');
        }
    }
}
