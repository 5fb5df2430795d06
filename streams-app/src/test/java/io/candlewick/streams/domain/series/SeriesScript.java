package io.candlewick.streams.domain.series;

import io.candlewick.avro.AssetClass;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.avro.PriceBasis;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Symbol;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import io.candlewick.streams.domain.bar.TimeframeTree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells the series of one symbol which bars come in, and remembers what was said. What is known of the series goes through its bytes. */
final class SeriesScript implements SeriesMerging.Listener, FeedCoverage, KeptBars {

    static final Symbol EUR_USD = Symbol.of("EUR/USD");

    final Instrument instrument;
    final List<Bar> said = new ArrayList<>();
    final List<Bar> seeded = new ArrayList<>();
    final List<Bar> unchanged = new ArrayList<>();
    final List<Bar> outranked = new ArrayList<>();
    int reads;
    private final TimeframeTree tree;
    private final SymbolSeriesCodec codec;
    private final int keptBars;
    private final Map<Timeframe, NavigableMap<Long, Bar>> kept = new HashMap<>();
    private final List<Spans.Span> covered = new ArrayList<>();
    private long closedUntilUs = Long.MIN_VALUE;
    private SymbolSeries series;

    SeriesScript(TradingCalendar calendar, Timeframe... timeframes) {
        this(calendar, 1_000, timeframes);
    }

    SeriesScript(TradingCalendar calendar, int keptBars, Timeframe... timeframes) {
        this.tree = new TimeframeTree(List.of(timeframes));
        this.codec = new SymbolSeriesCodec(tree);
        this.keptBars = keptBars;
        this.series = new SymbolSeries(tree);
        this.instrument = new Instrument(
                BarKey.SYSTEM_TENANT,
                EUR_USD,
                AssetClass.FX,
                PriceBasis.QUOTE,
                0.0001,
                5,
                0,
                calendar,
                Duration.ofSeconds(2),
                Duration.ofHours(24),
                Map.of());
    }

    /** A time of Monday, 5 May 2014, e.g. {@code 10:01}, or a whole instant. */
    static long at(String time) {
        return Times.us(Instant.parse(time.contains("T") ? time : "2014-05-05T" + time + ":00Z"));
    }

    /** A bar around a price, with two ticks. */
    Bar bar(BarSource source, boolean complete, Timeframe timeframe, long startUs, double price) {
        return new Bar(
                new BarKey(BarKey.SYSTEM_TENANT, EUR_USD, timeframe, startUs),
                instrument.calendar().endOf(timeframe, startUs),
                new Ohlc(price, price + 1, price - 1, price + 0.5),
                new Ohlc(price - 0.25, price + 0.75, price - 1.25, price + 0.25),
                new Ohlc(price + 0.25, price + 1.25, price - 0.75, price + 0.75),
                2,
                2,
                price,
                0.5,
                0.5,
                20_000,
                5_000,
                Double.NaN,
                Double.NaN,
                startUs + 1,
                startUs + 2,
                BarStatus.FINAL,
                0,
                null,
                source,
                complete);
    }

    SeriesScript live(Timeframe timeframe, String start, double price) {
        merging().built(bar(BarSource.LIVE, true, timeframe, at(start), price));
        return this;
    }

    SeriesScript incomplete(Timeframe timeframe, String start, double price) {
        merging().built(bar(BarSource.LIVE, false, timeframe, at(start), price));
        return this;
    }

    SeriesScript vendor(Timeframe timeframe, String start, double price) {
        vendor(bar(BarSource.VENDOR, true, timeframe, at(start), price), null);
        return this;
    }

    SeriesScript vendor(Timeframe timeframe, String start, double price, String from, String to) {
        vendor(bar(BarSource.VENDOR, true, timeframe, at(start), price), new SeriesMerging.Range(at(from), at(to)));
        return this;
    }

    void built(Bar bar) {
        merging().built(bar);
    }

    void vendor(Bar bar, SeriesMerging.@Nullable Range range) {
        merging().delivered(bar, range);
    }

    /** The lane's feeds covered a span. */
    SeriesScript covered(String from, String to) {
        covered.add(new Spans.Span(at(from), at(to)));
        return this;
    }

    void covered(long fromUs, long toUs) {
        covered.add(new Spans.Span(fromUs, toUs));
    }

    /** The bars built here are closed up to a time. */
    SeriesScript closedUntil(String time) {
        closedUntilUs = at(time);
        return this;
    }

    void closedUntil(long timeUs) {
        closedUntilUs = timeUs;
    }

    /* What the last bar left behind is written and read before the next one. */
    private SeriesMerging merging() {
        series = codec.read(codec.write(series));
        return new SeriesMerging(series, new SeriesMerging.Surroundings(instrument, this, this, keptBars), this);
    }

    /** The canonical bar of a start, or null. */
    @Nullable
    Bar canonical(Timeframe timeframe, String start) {
        return bars(timeframe).get(at(start));
    }

    NavigableMap<Long, Bar> bars(Timeframe timeframe) {
        return kept.computeIfAbsent(timeframe, none -> new TreeMap<>());
    }

    /** What was said since this was last asked, e.g. {@code 5m 10:00 r1 ROLLED_UP REPAIRED}. */
    List<String> news() {
        List<String> news = said.stream().map(SeriesScript::text).toList();
        said.clear();
        return news;
    }

    private static String text(Bar bar) {
        CorrectionCause cause = bar.cause();
        return bar.key().timeframe() + " "
                + Times.instant(bar.key().startTimeUs()).toString().substring(11, 16) + " r" + bar.revision() + " "
                + bar.source() + (bar.complete() ? "" : " incomplete") + (cause == null ? "" : " " + cause);
    }

    @Override
    public void said(Bar bar, @Nullable Bar before) {
        said.add(bar);
    }

    @Override
    public void seeded(Bar bar) {
        seeded.add(bar);
    }

    @Override
    public void unchanged(Bar bar) {
        unchanged.add(bar);
    }

    @Override
    public void outranked(Bar bar) {
        outranked.add(bar);
    }

    @Override
    public long closedUntilUs() {
        return closedUntilUs;
    }

    @Override
    public long coveredUntil(long fromUs, long toUs) {
        for (Spans.Span span : covered) {
            if (span.fromUs() <= fromUs && fromUs < span.toUs()) {
                return Math.max(fromUs, Math.min(Math.min(span.toUs(), toUs), closedUntilUs));
            }
        }
        return fromUs;
    }

    @Override
    public BarSeries series(Timeframe timeframe) {
        return new BarSeries() {
            @Override
            public @Nullable Bar find(long startUs) {
                reads++;
                return bars(timeframe).get(startUs);
            }

            @Override
            public List<Bar> range(long fromUs, long toUs) {
                reads++;
                return fromUs >= toUs
                        ? List.of()
                        : List.copyOf(bars(timeframe)
                                .subMap(fromUs, true, toUs, false)
                                .values());
            }

            @Override
            public List<Bar> last(int count) {
                throw new UnsupportedOperationException("merging never asks for the last bars");
            }
        };
    }

    @Override
    public void save(Bar bar) {
        bars(bar.key().timeframe()).put(bar.key().startTimeUs(), bar);
    }

    @Override
    public void forget(Timeframe timeframe, long fromUs, long toUs) {
        bars(timeframe).subMap(fromUs, true, toUs, false).clear();
    }
}
