package io.candlewick.streams.domain.bar;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.AssetClass;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.PriceBasis;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells one symbol what happens, line by line, and remembers every bar that was said. The stores around it keep bytes, as the real ones do. */
final class SymbolScript {

    static final Symbol EUR_USD = Symbol.of("EUR/USD");
    static final String FEED = "feed-1";
    static final Instrument QUOTED = instrument(PriceBasis.QUOTE, 5, 0, TradingCalendar.UTC);
    static final Instrument TRADED = instrument(PriceBasis.TRADE, 8, 8, TradingCalendar.UTC);

    private final TimeframeTree tree;
    private final StateCodec codec;
    private final Map<String, Long> said = new HashMap<>();
    private final List<Bar> bars = new ArrayList<>();
    private final Map<String, Long> crossed = new HashMap<>();
    private final StoredBars stored;
    private SymbolState.Surroundings around;
    private SymbolState state;
    private long offset;

    SymbolScript(Instrument instrument) {
        this(instrument, Timeframe.STANDARD);
    }

    SymbolScript(Instrument instrument, List<Timeframe> timeframes) {
        tree = new TimeframeTree(timeframes);
        codec = new StateCodec(tree);
        stored = new StoredBars(codec);
        around = around(instrument);
        state = new SymbolState(tree);
    }

    private SymbolState.Surroundings around(Instrument instrument) {
        return new SymbolState.Surroundings(
                instrument, BarSource.LIVE, feed -> said.getOrDefault(feed, Long.MIN_VALUE), stored, (bar, lineage) -> {
                    bars.add(bar);
                    crossed.put(bar.key().timeframe().code() + bar.key().startTimeUs(), lineage.crossedTicks());
                });
    }

    /** What a change of the reference data does. */
    void changeCalendar(String calendar) {
        around = around(instrument(PriceBasis.QUOTE, 5, 0, TradingCalendar.parse(calendar)));
    }

    static Instrument instrument(PriceBasis basis, int priceScale, int sizeScale, TradingCalendar calendar) {
        return new Instrument(
                BarKey.SYSTEM_TENANT,
                EUR_USD,
                AssetClass.FX,
                basis,
                0.0001,
                priceScale,
                sizeScale,
                calendar,
                Duration.ofSeconds(2),
                Duration.ofHours(24),
                Map.of());
    }

    /** A time of Monday, 5 May 2014, e.g. {@code 00:01:00.000001}, or a whole instant. */
    static long at(String time) {
        return Times.us(Instant.parse(time.contains("T") ? time : "2014-05-05T" + time + "Z"));
    }

    Admission quote(String time, double bid, double ask) {
        return quote(FEED, time, bid, ask);
    }

    Admission quote(String feed, String time, double bid, double ask) {
        return add(Tick.quote(new Tick.Origin(BarKey.SYSTEM_TENANT, feed, 0), EUR_USD, at(time), 0, bid, ask));
    }

    Admission trade(String time, double price, double size, AggressorSide side) {
        return add(Tick.trade(
                new Tick.Origin(BarKey.SYSTEM_TENANT, FEED, 0), EUR_USD, at(time), 0, price, size, side, null));
    }

    Admission add(Tick tick) {
        return state.add(tick, offset++, around);
    }

    void started(String feed, long timeUs) {
        state.started(feed, timeUs, around);
    }

    void started(String feed, String time) {
        started(feed, at(time));
    }

    void started(String time) {
        started(FEED, time);
    }

    /** A heartbeat, handled as the processor does. */
    void alive(String feed, long timeUs) {
        said.put(feed, timeUs);
        if (state.isDeliveredBy(feed) && (state.isSilent(feed) || state.isDue(around))) {
            state.alive(feed, timeUs, around);
        }
    }

    void alive(String feed, String time) {
        alive(feed, at(time));
    }

    void alive(String time) {
        alive(FEED, time);
    }

    void down(String feed, String time) {
        state.down(feed, at(time), around);
    }

    boolean silent(String feed, String time) {
        return state.silent(feed, at(time), around);
    }

    boolean ended(String feed, long timeUs) {
        return state.ended(feed, timeUs, around);
    }

    boolean ended(String feed, String time) {
        return ended(feed, at(time));
    }

    boolean ended(String time) {
        return ended(FEED, time);
    }

    void breakOff() {
        state.breakOff(around);
    }

    /** Crossed quotes of a bar as it was said last. */
    long crossedTicks(String timeframe, String start) {
        return crossed.getOrDefault(timeframe + at(start), -1L);
    }

    /** What a restart does: the state becomes bytes and comes back. */
    void restart() {
        state = codec.readSymbol(codec.write(state));
    }

    List<Bar> bars() {
        return bars;
    }

    List<Bar> bars(Timeframe timeframe) {
        return bars.stream()
                .filter(bar -> bar.key().timeframe().equals(timeframe))
                .toList();
    }

    /** Bars said since the last call. */
    List<Bar> news() {
        List<Bar> news = List.copyOf(bars);
        bars.clear();
        return news;
    }

    /** Closed bars as bytes by timeframe and start. */
    private static final class StoredBars implements ClosedBars {

        private final StateCodec codec;
        private final Map<Timeframe, NavigableMap<Long, byte[]>> bars = new HashMap<>();

        StoredBars(StateCodec codec) {
            this.codec = codec;
        }

        @Override
        public @Nullable BarAccumulator find(Timeframe timeframe, long startUs) {
            byte[] bytes = of(timeframe).get(startUs);
            return bytes == null ? null : codec.readBar(bytes);
        }

        @Override
        public void save(Timeframe timeframe, BarAccumulator bar) {
            of(timeframe).put(bar.startUs(), codec.write(bar));
        }

        @Override
        public void forget(Timeframe timeframe, long fromUs, long toUs) {
            if (fromUs < toUs) {
                of(timeframe).subMap(fromUs, toUs).clear();
            }
        }

        private NavigableMap<Long, byte[]> of(Timeframe timeframe) {
            return bars.computeIfAbsent(timeframe, none -> new TreeMap<>());
        }
    }

    /** Closed bars of a timeframe that can still be corrected. */
    int storedBars(Timeframe timeframe) {
        return stored.of(timeframe).size();
    }
}
