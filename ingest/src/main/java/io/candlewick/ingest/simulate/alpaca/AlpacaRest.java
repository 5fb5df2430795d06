package io.candlewick.ingest.simulate.alpaca;

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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Alpaca's bars, {@code GET /v2/stocks/bars} and {@code GET /v1beta3/crypto/us/bars}, as its clients read them.
 *
 * <p><b>Edges</b>: {@code limit} counts points over all symbols; a symbol may be split over pages, and later symbols appear on later pages
 * only. No bars: {@code "bars":{}}. Every answer has the headers of the rate limit. <b>Thread</b>: the server's.
 */
public final class AlpacaRest implements VendorRoutes {

    private static final TradingCalendar NEW_YORK = TradingCalendar.parse("America/New_York 00:00");
    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_LIMIT = 10_000;
    private static final int PER_MINUTE = 200;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final String TOO_MANY = "{\"code\":42910000,\"message\":\"rate limit exceeded\"}";
    private static final String FORBIDDEN =
            "{\"code\":40310000,\"message\":\"subscription does not permit querying recent SIP data\"}";

    private final SimulatedWorld world;
    private final InstantSource clock;
    private final RestFaults rest;
    private final Map<String, Symbol> symbols = new HashMap<>();

    /**
     * The routes on a world.
     *
     * @param world market, clock and faults
     */
    public AlpacaRest(SimulatedWorld world) {
        this.world = world;
        this.clock = world.clock();
        this.rest = new RestFaults(world.faults(), TOO_MANY, FORBIDDEN);
        for (Instrument instrument : world.market().instruments()) {
            String name = instrument.sources().get("alpaca");
            if (name != null) {
                symbols.put(name, instrument.symbol());
            }
        }
    }

    @Override
    public void declare(Faults faults) {
        RestFaults.declare(faults);
    }

    @Override
    public void addTo(JavalinConfig config) {
        config.routes.get("/v2/stocks/bars", this::bars);
        config.routes.get("/v1beta3/crypto/{loc}/bars", this::bars);
    }

    private void bars(Context context) {
        context.header("X-RateLimit-Limit", Integer.toString(PER_MINUTE));
        context.header("X-RateLimit-Remaining", Integer.toString(PER_MINUTE - 1));
        context.header("X-RateLimit-Reset", Long.toString(clock.instant().getEpochSecond() + SECONDS_PER_MINUTE));
        if (context.header("APCA-API-KEY-ID") == null || context.header("APCA-API-SECRET-KEY") == null) {
            context.status(401).result("{\"code\":40110000,\"message\":\"request is not authorized\"}");
            return;
        }
        if (rest.happen(context)) {
            return;
        }
        try {
            rest.answer(context, rest.empty().isPresent() ? "{\"bars\":{},\"next_page_token\":null}" : page(context));
        } catch (IllegalArgumentException | DateTimeException wrong) {
            context.status(400)
                    .contentType("application/json")
                    .result("{\"code\":40010001,\"message\":\""
                            + String.valueOf(wrong.getMessage()).replace('"', '\'') + "\"}");
        }
    }

    private StringBuilder page(Context context) {
        Timeframe timeframe = timeframe(required(context, "timeframe"));
        long fromUs = Times.us(Instant.parse(required(context, "start")));
        long nowUs = Times.us(clock.instant());
        String end = context.queryParam("end");
        long toUs = end == null ? nowUs : Math.min(nowUs, Times.us(Instant.parse(end)) + 1);
        String limit = context.queryParam("limit");
        Page page = new Page(limit == null ? DEFAULT_LIMIT : Math.min(MAX_LIMIT, Integer.parseInt(limit)), nowUs);
        String token = context.queryParam("page_token");
        String[] from = token == null
                ? new String[] {"", ""}
                : new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("\\|", -1);
        boolean reached = token == null;
        for (String name : required(context, "symbols").split(",", -1)) {
            boolean isFrom = name.equals(from[0]);
            reached = reached || isFrom;
            Symbol symbol = symbols.get(name);
            if (reached && symbol != null) {
                page.add(name, symbol, timeframe, isFrom ? Long.parseLong(from[1]) : fromUs, toUs);
            }
        }
        return page.json();
    }

    private static String required(Context context, String name) {
        String value = context.queryParam(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is required");
        }
        return value;
    }

    private static Timeframe timeframe(String text) {
        int letters = 0;
        while (letters < text.length() && Character.isDigit(text.charAt(letters))) {
            letters++;
        }
        String count = text.substring(0, letters);
        return switch (text.substring(letters)) {
            case "Min", "T" -> Timeframe.parse(count + "m");
            case "Hour", "H" -> Timeframe.parse(count + "h");
            case "Day", "D" -> Timeframe.D1;
            case "Week", "W" -> Timeframe.W1;
            default -> throw new IllegalArgumentException("invalid timeframe: " + text);
        };
    }

    /** The bars of a page while they are made. */
    private final class Page {

        private final StringBuilder json = new StringBuilder("{\"bars\":{");
        private final int limit;
        private final long nowUs;
        private int bad = rest.badRows();
        private int points;
        private String next = "";
        private boolean isFirstRow;

        Page(int limit, long nowUs) {
            this.limit = limit;
            this.nowUs = nowUs;
        }

        void add(String name, Symbol symbol, Timeframe timeframe, long fromUs, long toUs) {
            if (!next.isEmpty()) {
                return;
            }
            TradingCalendar days = world.market().instrument(symbol).assetClass() == AssetClass.EQUITY
                    ? NEW_YORK
                    : TradingCalendar.UTC;
            int before = json.length();
            json.append(points == 0 ? "\"" : ",\"").append(name).append("\":[");
            int start = json.length();
            isFirstRow = true;
            long at = fromUs;
            while (at < toUs && next.isEmpty()) {
                if (points >= limit) {
                    next = Base64.getUrlEncoder().encodeToString((name + "|" + at).getBytes(StandardCharsets.UTF_8));
                    break;
                }
                long window = Math.min(toUs, days.endOf(timeframe, at + (limit - points - 1) * timeframe.lengthUs()));
                world.market().forEachBar(symbol, timeframe, days, at, window, this::row);
                at = window;
            }
            if (json.length() == start) {
                json.setLength(before);
            } else {
                json.append(']');
            }
        }

        private void row(Bar bar) {
            if (bar.endTimeUs() > nowUs) {
                return;
            }
            json.append(isFirstRow ? "" : ",");
            isFirstRow = false;
            if (bad > 0) {
                bad--;
                json.append("{\"t\":\"n/a\",\"o\":1},");
            }
            points++;
            json.append("{\"t\":\"").append(Times.text(bar.key().startTimeUs()));
            json.append("\",\"o\":").append(bar.price().open());
            json.append(",\"h\":").append(bar.price().high());
            json.append(",\"l\":").append(bar.price().low());
            json.append(",\"c\":").append(bar.price().close());
            json.append(",\"v\":").append(bar.volume());
            json.append(",\"n\":").append(bar.tickCount());
            json.append(",\"vw\":")
                    .append(Double.isFinite(bar.vwap()) ? bar.vwap() : 0)
                    .append('}');
        }

        StringBuilder json() {
            return json.append("},\"next_page_token\":")
                    .append(next.isEmpty() ? "null" : "\"" + next + "\"")
                    .append('}');
        }
    }
}
