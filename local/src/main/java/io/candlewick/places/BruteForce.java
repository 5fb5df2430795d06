package io.candlewick.places;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.PriceBasis;
import io.candlewick.market.Instrument;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Bars of a heap of ticks, worked out the plain way: group by start, sort, add up in {@link BigDecimal}. It shares no arithmetic with the
 * topology, which it checks; only the calendar is the same.
 */
final class BruteForce {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final Comparator<Numbered> ORDER = Comparator.comparingLong(
                    (Numbered numbered) -> numbered.tick().eventTimeUs())
            .thenComparingLong(numbered -> numbered.tick().sequence())
            .thenComparingLong(Numbered::offset);

    private final Instrument instrument;

    BruteForce(Instrument instrument) {
        this.instrument = instrument;
    }

    /** A tick and its offset, the last word on order. */
    record Numbered(Tick tick, long offset) {}

    /** What can be worked out of a bar: its fields by name, without status, revision, cause, source and version. */
    record Expected(Map<String, @Nullable Object> fields) {}

    /** The bars of one session's ticks by start. */
    NavigableMap<Long, Expected> bars(Timeframe timeframe, TickSession session) {
        TreeMap<Long, List<Numbered>> groups = new TreeMap<>();
        for (Numbered numbered : session.ticks()) {
            long startUs =
                    instrument.calendar().startOf(timeframe, numbered.tick().eventTimeUs());
            groups.computeIfAbsent(startUs, start -> new ArrayList<>()).add(numbered);
        }
        TreeMap<Long, Expected> bars = new TreeMap<>();
        groups.forEach((startUs, ticks) -> bars.put(startUs, bar(timeframe, startUs, ticks, session)));
        return bars;
    }

    private Expected bar(Timeframe timeframe, long startUs, List<Numbered> ticks, TickSession session) {
        ticks.sort(ORDER);
        long endUs = instrument.calendar().endOf(timeframe, startUs);
        Map<String, @Nullable Object> fields = new java.util.LinkedHashMap<>();
        fields.put("tenant", instrument.tenant());
        fields.put("symbol", instrument.symbol().text());
        fields.put("timeframe", timeframe.code());
        fields.put("start_time", startUs);
        fields.put("end_time", endUs);
        fields.put("tick_count", (long) ticks.size());
        fields.put("first_tick_time", ticks.get(0).tick().eventTimeUs());
        fields.put("last_tick_time", ticks.get(ticks.size() - 1).tick().eventTimeUs());
        // What a feed missed while the market was closed is not missing.
        fields.put(
                "complete",
                instrument.calendar().openSpans(startUs, endUs).stream()
                        .allMatch(open -> session.covers(open.startUs(), open.endUs())));
        if (instrument.priceBasis() == PriceBasis.QUOTE) {
            putQuotes(fields, ticks);
        } else {
            putTrades(fields, ticks);
        }
        putPips(fields);
        return new Expected(fields);
    }

    private static void putQuotes(Map<String, @Nullable Object> fields, List<Numbered> ticks) {
        List<BigDecimal> bids = new ArrayList<>();
        List<BigDecimal> asks = new ArrayList<>();
        List<BigDecimal> mids = new ArrayList<>();
        List<BigDecimal> spreads = new ArrayList<>();
        for (Numbered numbered : ticks) {
            BigDecimal bid = BigDecimal.valueOf(numbered.tick().bid());
            BigDecimal ask = BigDecimal.valueOf(numbered.tick().ask());
            bids.add(bid);
            asks.add(ask);
            mids.add(bid.add(ask).divide(TWO));
            spreads.add(ask.subtract(bid));
        }
        putPrices(fields, "", mids);
        putPrices(fields, "bid_", bids);
        putPrices(fields, "ask_", asks);
        BigDecimal count = BigDecimal.valueOf(ticks.size());
        fields.put("volume", count.doubleValue());
        fields.put("vwap", quotient(sum(mids), count));
        fields.put("spread_mean", quotient(sum(spreads), count));
        fields.put(
                "spread_max",
                spreads.stream().max(Comparator.naturalOrder()).orElseThrow().doubleValue());
        fields.put("buy_volume", null);
        fields.put("sell_volume", null);
    }

    private static void putTrades(Map<String, @Nullable Object> fields, List<Numbered> ticks) {
        List<BigDecimal> prices = new ArrayList<>();
        BigDecimal notional = BigDecimal.ZERO;
        BigDecimal volume = BigDecimal.ZERO;
        BigDecimal bought = BigDecimal.ZERO;
        BigDecimal sold = BigDecimal.ZERO;
        for (Numbered numbered : ticks) {
            BigDecimal price = BigDecimal.valueOf(numbered.tick().price());
            BigDecimal size = BigDecimal.valueOf(numbered.tick().size());
            prices.add(price);
            notional = notional.add(price.multiply(size));
            volume = volume.add(size);
            if (numbered.tick().aggressorSide() == AggressorSide.BUY) {
                bought = bought.add(size);
            } else if (numbered.tick().aggressorSide() == AggressorSide.SELL) {
                sold = sold.add(size);
            }
        }
        putPrices(fields, "", prices);
        for (String side : List.of("bid_", "ask_")) {
            for (String price : List.of("open", "high", "low", "close")) {
                fields.put(side + price, null);
            }
        }
        fields.put("volume", volume.doubleValue());
        fields.put("vwap", quotient(notional, volume));
        fields.put("spread_mean", null);
        fields.put("spread_max", null);
        fields.put("buy_volume", bought.doubleValue());
        fields.put("sell_volume", sold.doubleValue());
    }

    private static void putPrices(Map<String, @Nullable Object> fields, String prefix, List<BigDecimal> prices) {
        fields.put(prefix + "open", prices.get(0).doubleValue());
        fields.put(
                prefix + "high",
                prices.stream().max(Comparator.naturalOrder()).orElseThrow().doubleValue());
        fields.put(
                prefix + "low",
                prices.stream().min(Comparator.naturalOrder()).orElseThrow().doubleValue());
        fields.put(prefix + "close", prices.get(prices.size() - 1).doubleValue());
    }

    private void putPips(Map<String, @Nullable Object> fields) {
        if (Double.isNaN(instrument.pipSize())) {
            fields.put("range_pips", null);
            fields.put("body_pips", null);
            return;
        }
        fields.put("range_pips", pips(fields.get("high"), fields.get("low")));
        fields.put("body_pips", pips(fields.get("close"), fields.get("open")));
    }

    private double pips(@Nullable Object larger, @Nullable Object smaller) {
        if (larger instanceof Double from && smaller instanceof Double to) {
            return quotient(
                    BigDecimal.valueOf(from).subtract(BigDecimal.valueOf(to)),
                    BigDecimal.valueOf(instrument.pipSize()));
        }
        throw new IllegalStateException("a bar without prices");
    }

    private static BigDecimal sum(List<BigDecimal> terms) {
        return terms.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static double quotient(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, MathContext.DECIMAL128).doubleValue();
    }
}
