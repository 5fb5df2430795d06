package io.candlewick.streams.timing;

import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.TradingCalendar;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How long, in time its market was open, each series has had no new bar.
 *
 * <p><b>Shape</b>: a gauge for each of the first {@value #MOST_SERIES} series in order of symbol and timeframe, and for each timeframe one of its
 * stalest series, which knows all of them. <b>Thread</b>: tasks tell, one at a time asks. <b>Cost</b>: telling is one map operation a
 * bar; asking works out a time once for all series of a calendar that end together.
 */
final class SeriesFreshness {

    static final int MOST_SERIES = 2_000;

    private static final double US_PER_SECOND = 1e6;
    private static final Comparator<Series> ORDER = Comparator.<Series, String>comparing(
                    series -> series.symbol().text())
            .thenComparing(Series::timeframe)
            .thenComparing(Series::tenant);

    private final Map<Series, Newest> newest = new ConcurrentHashMap<>();
    private final MultiGauge bySeries;
    private final MultiGauge byTimeframe;

    /** Whose bars. */
    record Series(String tenant, Symbol symbol, Timeframe timeframe) {}

    /** Where a series has come to, as a task said. */
    private record Newest(long endUs, TradingCalendar calendar, Object teller) {}

    /** What two series that end together have in common. */
    private record End(TradingCalendar calendar, long endUs) {}

    SeriesFreshness(MeterRegistry registry, String lane) {
        Tags tags = Tags.of("lane", lane);
        this.bySeries = MultiGauge.builder("candlewick.bar.freshness.seconds")
                .description("Seconds of open market since the end of the newest bar of a series")
                .tags(tags)
                .register(registry);
        this.byTimeframe = MultiGauge.builder("candlewick.bar.freshness.worst.seconds")
                .description("The greatest of them in a timeframe, over all symbols")
                .tags(tags)
                .register(registry);
    }

    void tell(Object teller, String tenant, Instrument instrument, Timeframe timeframe, long endUs) {
        Series series = new Series(tenant, instrument.symbol(), timeframe);
        Newest known = newest.get(series);
        if (known == null || known.endUs < endUs || known.teller != teller) {
            long newestUs = known == null ? endUs : Math.max(endUs, known.endUs);
            newest.put(series, new Newest(newestUs, instrument.calendar(), teller));
        }
    }

    /** The series of a task that leaves are another's to tell of. */
    void forget(Object teller) {
        newest.values().removeIf(known -> known.teller == teller);
    }

    /** Works the gauges out anew. */
    void refresh(long nowUs) {
        Map<End, Long> openUs = new HashMap<>();
        Map<Timeframe, Double> worst = new TreeMap<>();
        Map<Series, Double> ages = new TreeMap<>(ORDER);
        newest.forEach((series, known) -> {
            double age = openUs.computeIfAbsent(
                            new End(known.calendar, known.endUs),
                            end -> MarketTime.openUs(end.calendar, end.endUs, nowUs))
                    / US_PER_SECOND;
            ages.put(series, age);
            worst.merge(series.timeframe, age, Math::max);
        });
        bySeries.register(rows(ages), true);
        List<MultiGauge.Row<?>> worstRows = new ArrayList<>();
        worst.forEach(
                (timeframe, age) -> worstRows.add(MultiGauge.Row.of(Tags.of("timeframe", timeframe.code()), age)));
        byTimeframe.register(worstRows, true);
    }

    private static List<MultiGauge.Row<?>> rows(Map<Series, Double> ages) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (Map.Entry<Series, Double> one : ages.entrySet()) {
            if (rows.size() >= MOST_SERIES) {
                break;
            }
            Series series = one.getKey();
            rows.add(MultiGauge.Row.of(
                    Tags.of(
                            "tenant",
                            series.tenant,
                            "symbol",
                            series.symbol.text(),
                            "timeframe",
                            series.timeframe.code()),
                    one.getValue()));
        }
        return rows;
    }

    /** End of the newest bar of a series, for tests. */
    @Nullable
    Long newestUs(Series series) {
        Newest known = newest.get(series);
        return known == null ? null : known.endUs;
    }
}
