package io.candlewick.ingest.simulate.yahoo;

import io.candlewick.avro.PriceBasis;
import io.candlewick.ingest.simulate.Faults;
import io.candlewick.ingest.simulate.RestFaults;
import io.candlewick.ingest.simulate.SimulatedWorld;
import io.candlewick.ingest.simulate.VendorRoutes;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Yahoo's chart, {@code GET /v8/finance/chart/{symbol}}, as yfinance has come to know it.
 *
 * <p><b>Edges</b>: prices are single floats widened to doubles; the last row of a window that
 * reaches now is the live price, stamped now; an empty window has no {@code timestamp} and {@code quote:[{}]}; minutes come for eight days at
 * most and from the last thirty. <b>Thread</b>: the server's.
 */
public final class YahooRest implements VendorRoutes {

    private static final long US_PER_SECOND = 1_000_000;
    private static final long DAY_SECONDS = 86_400;
    private static final int MINUTE_WINDOW_DAYS = 8;
    private static final int MINUTE_REACH_DAYS = 30;
    private static final int MAX_ROWS = 100_000;
    private static final String TOO_MANY = "Too Many Requests";
    private static final String FORBIDDEN = "{\"chart\":{\"result\":null,\"error\":{\"code\":\"Forbidden\","
            + "\"description\":\"1m data not available for that range\"}}}";
    private static final String EMPTY =
            "{\"chart\":{\"result\":[{\"meta\":%s,\"indicators\":{\"quote\":[{}]}}],\"error\":null}}";

    private final SimulatedWorld world;
    private final RestFaults rest;
    private final Map<String, Symbol> symbols = new HashMap<>();

    /**
     * The routes on a world.
     *
     * @param world market, clock and faults
     */
    public YahooRest(SimulatedWorld world) {
        this.world = world;
        this.rest = new RestFaults(world.faults(), TOO_MANY, FORBIDDEN);
        for (Instrument instrument : world.market().instruments()) {
            String name = instrument.sources().get("yahoo");
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
        config.routes.get("/v8/finance/chart/{symbol}", this::chart);
    }

    private void chart(Context context) {
        if (rest.happen(context)) {
            return;
        }
        Symbol symbol = symbols.get(context.pathParam("symbol"));
        if (symbol == null) {
            error(context, 404, "Not Found", "No data found, symbol may be delisted");
            return;
        }
        try {
            window(context, symbol);
        } catch (NumberFormatException noNumber) {
            error(context, 400, "Bad Request", "period1 and period2 must be seconds");
        } catch (IllegalArgumentException wrong) {
            error(context, 422, "Unprocessable Entity", String.valueOf(wrong.getMessage()));
        }
    }

    private static void error(Context context, int status, String code, String description) {
        context.status(status)
                .contentType("application/json")
                .result("{\"chart\":{\"result\":null,\"error\":{\"code\":\"" + code + "\",\"description\":\""
                        + description + "\"}}}");
    }

    private void window(Context context, Symbol symbol) {
        Timeframe timeframe = timeframe(String.valueOf(context.queryParam("interval")));
        long from = Long.parseLong(String.valueOf(context.queryParam("period1")));
        long to = Long.parseLong(String.valueOf(context.queryParam("period2")));
        long now = world.clock().instant().getEpochSecond();
        if (timeframe.equals(Timeframe.M1)) {
            if (to - from > MINUTE_WINDOW_DAYS * DAY_SECONDS) {
                throw new IllegalArgumentException("1m data not available for startTime=" + from + " and endTime=" + to
                        + ". Only 8 days worth of 1m granularity data are allowed to be fetched per request.");
            }
            if (from < now - MINUTE_REACH_DAYS * DAY_SECONDS) {
                throw new IllegalArgumentException("1m data not available for startTime=" + from + " and endTime=" + to
                        + ". The requested range must be within the last 30 days.");
            }
        }
        rest.answer(
                context,
                rest.empty().isPresent()
                        ? String.format(EMPTY, meta(context, symbol))
                        : json(context, symbol, timeframe, from, Math.min(to, now), now));
    }

    private static Timeframe timeframe(String interval) {
        return interval.equals("60m") ? Timeframe.H1 : Timeframe.parse(interval);
    }

    private String meta(Context context, Symbol symbol) {
        Instrument instrument = world.market().instrument(symbol);
        return "{\"currency\":\"USD\",\"symbol\":\"" + context.pathParam("symbol")
                + "\",\"priceHint\":" + Math.max(2, instrument.priceScale() - 1) + ",\"dataGranularity\":\""
                + context.queryParam("interval") + "\",\"range\":\"\"}";
    }

    private String json(Context context, Symbol symbol, Timeframe timeframe, long from, long to, long now) {
        TradingCalendar days = world.market().instrument(symbol).calendar();
        List<Bar> rows = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        world.market().forEachBar(symbol, timeframe, days, from * US_PER_SECOND, to * US_PER_SECOND, bar -> {
            if (rows.size() < MAX_ROWS) {
                rows.add(bar);
                times.add(bar.key().startTimeUs() / US_PER_SECOND);
            }
        });
        if (rows.isEmpty()) {
            return String.format(EMPTY, meta(context, symbol));
        }
        Bar last = rows.get(rows.size() - 1);
        if (last.endTimeUs() > now * US_PER_SECOND) {
            // The bar that is still open is told as the live price, stamped now.
            times.set(times.size() - 1, now);
        }
        StringBuilder json = new StringBuilder("{\"chart\":{\"result\":[{\"meta\":").append(meta(context, symbol));
        json.append(",\"timestamp\":").append(times.toString().replace(" ", ""));
        json.append(",\"indicators\":{\"quote\":[{");
        column(json, "open", rows, bar -> bar.price().open());
        List<Bar> bad = rows.subList(0, Math.min(rest.badRows(), rows.size()));
        column(
                json.append(','),
                "high",
                rows,
                bar -> bad.contains(bar) ? -1 : bar.price().high());
        column(json.append(','), "low", rows, bar -> bar.price().low());
        column(json.append(','), "close", rows, bar -> bar.price().close());
        json.append(",\"volume\":[");
        // Where there are quotes and no trades, Yahoo's volume is always 0.
        boolean traded = world.market().instrument(symbol).priceBasis() == PriceBasis.TRADE;
        for (int at = 0; at < rows.size(); at++) {
            json.append(at == 0 ? "" : ",")
                    .append(traded ? Math.round(rows.get(at).volume()) : 0);
        }
        return json.append("]}]}}],\"error\":null}}").toString();
    }

    private static void column(StringBuilder json, String name, List<Bar> rows, ToDoubleFunction<Bar> price) {
        json.append('"').append(name).append("\":[");
        for (int at = 0; at < rows.size(); at++) {
            double widened = (float) price.applyAsDouble(rows.get(at));
            json.append(at == 0 ? "" : ",").append(widened);
        }
        json.append(']');
    }
}
