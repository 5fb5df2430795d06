package io.candlewick.streams.domain.bar;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.AssetClass;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.GapReason;
import io.candlewick.avro.PriceBasis;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Symbol;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.market.TradingCalendar;
import java.nio.ByteBuffer;
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
final class SymbolScript implements BarListener {

    static final Symbol EUR_USD = Symbol.of("EUR/USD");
    static final String FEED = "feed-1";
    static final Instrument QUOTED = instrument(PriceBasis.QUOTE, 5, 0, TradingCalendar.UTC);
    static final Instrument TRADED = instrument(PriceBasis.TRADE, 8, 8, TradingCalendar.UTC);

    private final TimeframeTree tree;
    private final StateCodec codec;
    private final Map<String, Long> said = new HashMap<>();
    private final List<Bar> bars = new ArrayList<>();
    private final Map<String, Long> crossed = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private final List<Bar> forming = new ArrayList<>();
    private final KeptTrades tape = new KeptTrades();
    private final StoredBars stored;
    private SymbolSurroundings around;
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

    private SymbolSurroundings around(Instrument instrument) {
        return new SymbolSurroundings(
                instrument, BarSource.LIVE, feed -> said.getOrDefault(feed, Long.MIN_VALUE), stored, tape, this);
    }

    @Override
    public void said(Bar bar, Lineage lineage) {
        bars.add(bar);
        crossed.put(bar.key().timeframe().code() + bar.key().startTimeUs(), lineage.crossedTicks());
    }

    @Override
    public void gap(BarKey first, long toUs, GapReason reason, int missingBars) {
        gaps.add(reason + " " + Times.instant(first.startTimeUs()) + " " + Times.instant(toUs) + " " + missingBars);
    }

    /** Gaps that were said since the last call, those of 5 May 2014 without date and seconds. */
    List<String> gaps() {
        List<String> all = gaps.stream()
                .map(gap -> gap.replaceAll("2014-05-05T(..:..):00Z", "$1"))
                .toList();
        gaps.clear();
        return all;
    }

    @Override
    public void forming(Bar bar) {
        forming.add(bar);
    }

    /** Open bars as they stand, where they have changed since the last call. */
    List<Bar> forming() {
        forming.clear();
        if (state.hasFormed()) {
            state.sayForming(around);
        }
        return List.copyOf(forming);
    }

    @Override
    public void unretained(Tick tick, long tickOffset, Timeframe finest, long startUs, long endUs) {
        requests.add(finest.code() + " " + Times.instant(startUs) + " " + Times.instant(endUs));
    }

    /** Ranges that were asked for since the last call. */
    List<String> requests() {
        List<String> asked = List.copyOf(requests);
        requests.clear();
        return asked;
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
        if (state.delivery().isDeliveredBy(feed) && (state.delivery().isSilent(feed) || state.isDue(around))) {
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

    /** The state as it is kept. */
    byte[] bytes() {
        return codec.write(state);
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
            return bytes == null ? null : codec.readBar(startUs, bytes);
        }

        @Override
        public void save(Timeframe timeframe, BarAccumulator bar) {
            of(timeframe).put(bar.startUs(), codec.write(bar));
        }

        @Override
        public List<BarAccumulator> within(Timeframe timeframe, long fromUs, long toUs) {
            return of(timeframe).subMap(fromUs, toUs).entrySet().stream()
                    .map(bar -> codec.readBar(bar.getKey(), bar.getValue()))
                    .toList();
        }

        @Override
        public @Nullable BarAccumulator lastBefore(Timeframe timeframe, long startUs) {
            for (Map.Entry<Long, byte[]> stored :
                    of(timeframe).headMap(startUs, false).descendingMap().entrySet()) {
                BarAccumulator bar = codec.readBar(stored.getKey(), stored.getValue());
                if (bar.hasPrices()) {
                    return bar;
                }
            }
            return null;
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

    /** Trades as bytes by start of their bar. */
    private static final class KeptTrades implements TradeTape {

        private final NavigableMap<Long, List<byte[]>> trades = new TreeMap<>();

        @Override
        public void append(long barStartUs, Tick tick, long offset) {
            ByteBuffer entry = ByteBuffer.allocate(TapeEntry.BYTES);
            TapeEntry.write(tick, offset, entry);
            trades.computeIfAbsent(barStartUs, none -> new ArrayList<>()).add(entry.array());
        }

        @Override
        public List<TapeEntry> of(long barStartUs) {
            List<TapeEntry> entries = new ArrayList<>();
            for (byte[] entry : trades.getOrDefault(barStartUs, List.of())) {
                entries.add(TapeEntry.read(ByteBuffer.wrap(entry)));
            }
            return entries;
        }

        @Override
        public void forget(long fromUs, long toUs) {
            if (fromUs < toUs) {
                trades.subMap(fromUs, toUs).clear();
            }
        }
    }

    /** Bars whose trades are kept. */
    int keptBars() {
        return tape.trades.size();
    }

    /** Closed bars of a timeframe that can still be corrected. */
    int storedBars(Timeframe timeframe) {
        return stored.of(timeframe).size();
    }
}
