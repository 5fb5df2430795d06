package io.candlewick.streams.domain.bar;

import io.candlewick.market.Timeframe;
import io.candlewick.streams.domain.layout.CompactReader;
import io.candlewick.streams.domain.layout.CompactWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of the stores as bytes. These layouts are data formats: a change makes a new version, and the old one stays readable.
 *
 * <pre>
 * symbol:     |version:u8=2|timeframes:text|clock:8
 *             |closed until, kept from: each less the clock:long
 *             |feeds:count, each name:text tick time less the clock:long presence:u8 (0 down, 1 up, 2 silent)
 *             |holes:count, each from, to: each less the clock:long
 *             |gap from less the clock:long|for each timeframe flat from less the clock:long, last price, bid, ask: each a number
 *             |finest open bars:count, each start less the clock:long and a bar
 *             |for each timeframe present:u8, and start less the clock:long and a bar if so|
 * closed bar: |a bar|, its start and its version are with the chunk that holds it
 * </pre>
 *
 * <p>The kinds of numbers are those of {@link CompactWriter}. Version 1, of fixed numbers, was never released.
 */
public final class StateCodec {

    private static final int VERSION = 2;
    private static final List<Feeds.Presence> PRESENCES =
            List.of(Feeds.Presence.DOWN, Feeds.Presence.UP, Feeds.Presence.SILENT);

    private final TimeframeTree tree;
    private final String timeframes;

    /**
     * A codec for symbols with those timeframes.
     *
     * @param tree the configured timeframes
     */
    public StateCodec(TimeframeTree tree) {
        this.tree = tree;
        this.timeframes = tree.timeframes().stream().map(Timeframe::code).collect(Collectors.joining(","));
    }

    /**
     * A symbol's state as bytes.
     *
     * @param state the state
     * @return its bytes
     */
    public byte[] write(SymbolState state) {
        long clockUs = state.clockUs;
        CompactWriter out = new CompactWriter();
        out.writeByte(VERSION);
        out.writeText(timeframes);
        out.writeFixed(clockUs);
        out.writeLong(state.closedUntilUs - clockUs);
        out.writeLong(state.keptFromUs - clockUs);
        out.writeCount(state.delivery.feeds.known.size());
        for (Feeds.Feed feed : state.delivery.feeds.known) {
            out.writeText(feed.name);
            out.writeLong(feed.tickTimeUs - clockUs);
            out.writeByte(PRESENCES.indexOf(feed.presence));
        }
        out.writeCount(state.coverage.holes().size());
        for (Coverage.Hole hole : state.coverage.holes()) {
            out.writeLong(hole.fromUs() - clockUs);
            out.writeLong(hole.toUs() - clockUs);
        }
        writeEmptySlots(state.emptySlots, clockUs, out);
        writeCascade(state.cascade, clockUs, out);
        return out.toBytes();
    }

    private static void writeEmptySlots(EmptySlots slots, long clockUs, CompactWriter out) {
        out.writeLong(slots.gapFromUs - clockUs);
        for (int level = 0; level < slots.flatFromUs.length; level++) {
            out.writeLong(slots.flatFromUs[level] - clockUs);
            out.writeNumber(slots.lastPrice[level]);
            out.writeNumber(slots.lastBid[level]);
            out.writeNumber(slots.lastAsk[level]);
        }
    }

    private static void readEmptySlots(EmptySlots slots, long clockUs, CompactReader in) {
        slots.gapFromUs = clockUs + in.readLong();
        for (int level = 0; level < slots.flatFromUs.length; level++) {
            slots.flatFromUs[level] = clockUs + in.readLong();
            slots.lastPrice[level] = in.readNumber();
            slots.lastBid[level] = in.readNumber();
            slots.lastAsk[level] = in.readNumber();
        }
    }

    private void writeCascade(BarCascade cascade, long clockUs, CompactWriter out) {
        out.writeCount(cascade.finest.size());
        for (BarAccumulator bar : cascade.finest) {
            out.writeLong(bar.startUs - clockUs);
            BarAccumulatorCodec.write(bar, out);
        }
        for (int level = 0; level < cascade.coarser.length; level++) {
            BarAccumulator bar = cascade.coarser[level];
            out.writeByte(bar == null ? 0 : 1);
            if (bar != null) {
                out.writeLong(bar.startUs - clockUs);
                out.writeBytes(cascade.written(level, bar, this::write));
            }
        }
    }

    private static BarAccumulator readOpen(long clockUs, CompactReader in) {
        return BarAccumulatorCodec.read(clockUs + in.readLong(), in);
    }

    /**
     * A symbol's state from its bytes.
     *
     * @param bytes as {@link #write} made them
     * @return the state
     * @throws IllegalArgumentException if the bytes are of another version or of other timeframes
     */
    public SymbolState readSymbol(byte[] bytes) {
        CompactReader in = new CompactReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalArgumentException("state version=" + version + ", this release reads " + VERSION);
        }
        checkTimeframes(in.readText());
        long clockUs = in.readFixed();
        long closedUntilUs = clockUs + in.readLong();
        long keptFromUs = clockUs + in.readLong();
        List<Feeds.Feed> feeds = new ArrayList<>();
        for (int left = in.readSize(); left > 0; left--) {
            feeds.add(new Feeds.Feed(in.readText(), clockUs + in.readLong(), readPresence(in)));
        }
        List<Coverage.Hole> holes = new ArrayList<>();
        for (int left = in.readSize(); left > 0; left--) {
            holes.add(new Coverage.Hole(clockUs + in.readLong(), clockUs + in.readLong()));
        }
        SymbolState state = new SymbolState(tree, new Coverage(holes), clockUs, closedUntilUs, keptFromUs);
        state.delivery.feeds.known.addAll(feeds);
        readEmptySlots(state.emptySlots, clockUs, in);
        readCascade(state.cascade, clockUs, in);
        return state;
    }

    private void checkTimeframes(String written) {
        if (!written.equals(timeframes)) {
            throw new IllegalArgumentException("state holds timeframes " + written + ", configured are " + timeframes
                    + ": use a new application id, or the timeframes it was written with");
        }
    }

    private static Feeds.Presence readPresence(CompactReader in) {
        int presence = in.readByte();
        if (presence >= PRESENCES.size()) {
            throw new IllegalArgumentException("state holds a feed of presence=" + presence);
        }
        return PRESENCES.get(presence);
    }

    private static void readCascade(BarCascade cascade, long clockUs, CompactReader in) {
        for (int left = in.readSize(); left > 0; left--) {
            cascade.finest.add(readOpen(clockUs, in));
        }
        for (int level = 0; level < cascade.coarser.length; level++) {
            cascade.coarser[level] = readIfPresent(clockUs, in);
        }
    }

    private static @Nullable BarAccumulator readIfPresent(long clockUs, CompactReader in) {
        return in.readByte() == 0 ? null : readOpen(clockUs, in);
    }

    /**
     * A closed bar as bytes, without its start.
     *
     * @param bar the bar
     * @return its bytes
     */
    public byte[] write(BarAccumulator bar) {
        CompactWriter out = new CompactWriter();
        BarAccumulatorCodec.write(bar, out);
        return out.toBytes();
    }

    /**
     * A closed bar from its bytes.
     *
     * @param startUs its start
     * @param bytes as {@link #write} made them
     * @return the bar
     * @throws IllegalArgumentException if the bytes are cut short
     */
    public BarAccumulator readBar(long startUs, byte[] bytes) {
        return BarAccumulatorCodec.read(startUs, new CompactReader(bytes));
    }
}
