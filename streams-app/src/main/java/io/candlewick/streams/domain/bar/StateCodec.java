package io.candlewick.streams.domain.bar;

import io.candlewick.market.Timeframe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of the stores as bytes. These layouts are data formats: a change makes a new version, and the old one stays readable.
 *
 * <pre>
 * symbol:     |version:u8=1|timeframes:utf|clock:i64|closed until:i64|kept from:i64
 *             |feeds:u16, each name:utf tick time:i64 presence:u8 (0 down, 1 up, 2 silent)
 *             |holes:u16, each from:i64 to:i64
 *             |gap from:i64|for each timeframe flat from:i64 last price:f64 bid:f64 ask:f64
 *             |finest open bars:u16, each a bar
 *             |for each timeframe present:u8 and a bar if so|
 * closed bar: |version:u8=1|bar|
 * </pre>
 */
public final class StateCodec {

    private static final int VERSION = 1;
    private static final int TYPICAL_SIZE = 2048;
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

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /**
     * A symbol's state as bytes.
     *
     * @param state the state
     * @return its bytes
     */
    public byte[] write(SymbolState state) {
        return bytes(out -> {
            out.writeUTF(timeframes);
            out.writeLong(state.clockUs);
            out.writeLong(state.closedUntilUs);
            out.writeLong(state.keptFromUs);
            out.writeShort(state.delivery.feeds.known.size());
            for (Feeds.Feed feed : state.delivery.feeds.known) {
                out.writeUTF(feed.name);
                out.writeLong(feed.tickTimeUs);
                out.writeByte(PRESENCES.indexOf(feed.presence));
            }
            out.writeShort(state.coverage.holes().size());
            for (Coverage.Hole hole : state.coverage.holes()) {
                out.writeLong(hole.fromUs());
                out.writeLong(hole.toUs());
            }
            writeEmptySlots(state.emptySlots, out);
            writeCascade(state.cascade, out);
        });
    }

    private static void writeEmptySlots(EmptySlots slots, DataOutputStream out) throws IOException {
        out.writeLong(slots.gapFromUs);
        for (int level = 0; level < slots.flatFromUs.length; level++) {
            out.writeLong(slots.flatFromUs[level]);
            out.writeDouble(slots.lastPrice[level]);
            out.writeDouble(slots.lastBid[level]);
            out.writeDouble(slots.lastAsk[level]);
        }
    }

    private static void readEmptySlots(EmptySlots slots, DataInputStream in) throws IOException {
        slots.gapFromUs = in.readLong();
        for (int level = 0; level < slots.flatFromUs.length; level++) {
            slots.flatFromUs[level] = in.readLong();
            slots.lastPrice[level] = in.readDouble();
            slots.lastBid[level] = in.readDouble();
            slots.lastAsk[level] = in.readDouble();
        }
    }

    private static void writeCascade(BarCascade cascade, DataOutputStream out) throws IOException {
        out.writeShort(cascade.finest.size());
        for (BarAccumulator bar : cascade.finest) {
            BarAccumulatorCodec.write(bar, out);
        }
        for (BarAccumulator bar : cascade.coarser) {
            out.writeBoolean(bar != null);
            if (bar != null) {
                BarAccumulatorCodec.write(bar, out);
            }
        }
    }

    /**
     * A symbol's state from its bytes.
     *
     * @param bytes as {@link #write} made them
     * @return the state
     * @throws IllegalArgumentException if the bytes are of another version or of other timeframes
     */
    public SymbolState readSymbol(byte[] bytes) {
        return read(bytes, in -> {
            checkTimeframes(in.readUTF());
            long clockUs = in.readLong();
            long closedUntilUs = in.readLong();
            long keptFromUs = in.readLong();
            List<Feeds.Feed> feeds = new ArrayList<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                feeds.add(new Feeds.Feed(in.readUTF(), in.readLong(), readPresence(in)));
            }
            List<Coverage.Hole> holes = new ArrayList<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                holes.add(new Coverage.Hole(in.readLong(), in.readLong()));
            }
            SymbolState state = new SymbolState(tree, new Coverage(holes), clockUs, closedUntilUs, keptFromUs);
            state.delivery.feeds.known.addAll(feeds);
            readEmptySlots(state.emptySlots, in);
            readCascade(state.cascade, in);
            return state;
        });
    }

    private void checkTimeframes(String written) {
        if (!written.equals(timeframes)) {
            throw new IllegalArgumentException("state holds timeframes " + written + ", configured are " + timeframes
                    + ": use a new application id, or the timeframes it was written with");
        }
    }

    private static Feeds.Presence readPresence(DataInputStream in) throws IOException {
        int presence = in.readUnsignedByte();
        if (presence >= PRESENCES.size()) {
            throw new IllegalArgumentException("state holds a feed of presence=" + presence);
        }
        return PRESENCES.get(presence);
    }

    private static void readCascade(BarCascade cascade, DataInputStream in) throws IOException {
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            cascade.finest.add(BarAccumulatorCodec.read(in));
        }
        for (int level = 0; level < cascade.coarser.length; level++) {
            cascade.coarser[level] = readIfPresent(in);
        }
    }

    private static @Nullable BarAccumulator readIfPresent(DataInputStream in) throws IOException {
        return in.readBoolean() ? BarAccumulatorCodec.read(in) : null;
    }

    /**
     * A closed bar as bytes.
     *
     * @param bar the bar
     * @return its bytes
     */
    public byte[] write(BarAccumulator bar) {
        return bytes(out -> BarAccumulatorCodec.write(bar, out));
    }

    /**
     * A closed bar from its bytes.
     *
     * @param bytes as {@link #write} made them
     * @return the bar
     * @throws IllegalArgumentException if the bytes are of another version
     */
    public BarAccumulator readBar(byte[] bytes) {
        return read(bytes, BarAccumulatorCodec::read);
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_SIZE);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writing.to(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail", impossible);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("state version=" + version + ", this release reads " + VERSION);
            }
            return reading.from(in);
        } catch (IOException broken) {
            throw new IllegalArgumentException("state of " + bytes.length + " bytes is cut short", broken);
        }
    }
}
