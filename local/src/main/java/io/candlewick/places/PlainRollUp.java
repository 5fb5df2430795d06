package io.candlewick.places;

import io.candlewick.avro.BarSource;
import io.candlewick.market.Timeframe;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Coarse bars worked out the plain way from the finer ones within them, whose vendor delivered them: first, greatest, least, last and sum.
 * It shares no arithmetic with the topology, which it checks.
 *
 * <p>Means are left out: they are rounded at each timeframe on the way up.
 */
final class PlainRollUp {

    private static final Set<String> OF_VENDORS = Set.of(BarSource.VENDOR.name(), BarSource.ROLLED_UP.name());
    private static final List<String> FIRST = List.of("open", "bid_open", "ask_open");
    private static final List<String> LAST = List.of("close", "bid_close", "ask_close");
    private static final List<String> GREATEST = List.of("high", "bid_high", "ask_high", "spread_max");
    private static final List<String> LEAST = List.of("low", "bid_low", "ask_low");

    private final BarPlace place;

    PlainRollUp(BarPlace place) {
        this.place = place;
    }

    /** Finer bars by start, of the greatest timeframe that has any in a range. */
    Optional<NavigableMap<Long, BarRow>> finer(BarRange coarse) throws PlaceException {
        List<Timeframe> timeframes = Timeframe.STANDARD;
        for (int index = timeframes.size() - 1; index >= 0; index--) {
            Timeframe finer = timeframes.get(index);
            if (finer.lengthUs() < coarse.timeframe().lengthUs()) {
                NavigableMap<Long, BarRow> rows = Verification.byStart(place.read(
                        new BarRange(coarse.tenant(), coarse.symbol(), finer, coarse.fromUs(), endOf(coarse))));
                if (!rows.isEmpty()) {
                    return Optional.of(rows);
                }
            }
        }
        return Optional.empty();
    }

    /* The bars within the last coarse one begin after it does; a day may be longer than its length says. */
    private static long endOf(BarRange coarse) {
        long mostUs = 2 * coarse.timeframe().lengthUs();
        return coarse.toUs() > Long.MAX_VALUE - mostUs ? Long.MAX_VALUE : coarse.toUs() + mostUs;
    }

    /**
     * What can be worked out of a merged bar: its fields by name. Empty where the lane had other bars than the place shows: those that the other
     * lane built from ticks are better than a vendor's, and only theirs are left.
     *
     * @param within the finer bars of its span, earliest first
     */
    static Optional<Map<String, @Nullable Object>> of(List<BarRow> within) {
        if (within.isEmpty() || !within.stream().allMatch(row -> OF_VENDORS.contains(row.source()))) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        FIRST.forEach(name -> fields.put(name, ofAll(within, name, (first, next) -> first)));
        LAST.forEach(name -> fields.put(name, ofAll(within, name, (before, last) -> last)));
        GREATEST.forEach(name ->
                fields.put(name, ofAll(within, name, (one, other) -> order(one, other) < 0 ? other : one)));
        LEAST.forEach(name ->
                fields.put(name, ofAll(within, name, (one, other) -> order(one, other) > 0 ? other : one)));
        fields.put("first_tick_time", within.get(0).value("first_tick_time"));
        fields.put("last_tick_time", within.get(within.size() - 1).value("last_tick_time"));
        fields.put("tick_count", ofAll(within, "tick_count", (one, other) -> (Long) one + (Long) other));
        fields.put("volume", sum(within));
        return Optional.of(fields);
    }

    /* What one of them does not tell, the coarse bar does not tell either. */
    private static @Nullable Object ofAll(List<BarRow> rows, String name, BinaryOperator<Object> merge) {
        List<Object> values = new ArrayList<>();
        for (BarRow row : rows) {
            Object value = row.value(name);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values.stream().reduce(merge).orElse(null);
    }

    private static int order(Object one, Object other) {
        return Double.compare((Double) one, (Double) other);
    }

    private static double sum(List<BarRow> rows) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BarRow row : rows) {
            if (row.value("volume") instanceof Double volume) {
                sum = sum.add(BigDecimal.valueOf(volume));
            }
        }
        return sum.doubleValue();
    }
}
