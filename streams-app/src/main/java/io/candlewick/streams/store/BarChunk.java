package io.candlewick.streams.store;

import io.candlewick.streams.domain.layout.CompactReader;
import io.candlewick.streams.domain.layout.CompactWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bars of one series that are stored together: at least one, in order of time.
 *
 * <p><b>Shape</b>: {@code |version:u8=2|bars, each: start less that of the bar before:span (of all but the first)|bytes:count and as many
 * bytes|}; the start of the first is in the key.
 *
 * @param bars the bars; whoever changes one writes it again
 */
record BarChunk(List<StoredBar> bars) {

    private static final byte VERSION = 2;

    long firstUs() {
        return bars.get(0).startUs();
    }

    long lastUs() {
        return bars.get(bars.size() - 1).startUs();
    }

    List<StoredBar> without(long fromUs, long toUs) {
        List<StoredBar> left = new ArrayList<>(bars);
        left.removeIf(bar -> isWithin(bar, fromUs, toUs));
        return left;
    }

    /** Whether a bar starts in a span. */
    static boolean isWithin(StoredBar bar, long fromUs, long toUs) {
        return bar.startUs() >= fromUs && bar.startUs() < toUs;
    }

    /** Adds to some bars those of others that start in a span. */
    static void addWithin(List<StoredBar> bars, long fromUs, long toUs, List<StoredBar> found) {
        for (StoredBar bar : bars) {
            if (isWithin(bar, fromUs, toUs)) {
                found.add(bar);
            }
        }
    }

    /** Where a bar stands; {@code -index - 1} of where it would stand, if it does not. */
    static int indexOf(List<StoredBar> bars, long startUs) {
        int low = 0;
        int high = bars.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long middleUs = bars.get(middle).startUs();
            if (middleUs == startUs) {
                return middle;
            }
            if (middleUs < startUs) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** In place of the bar at an index; at {@code -index - 1} where there is none. */
    static void put(List<StoredBar> bars, int index, StoredBar bar) {
        if (index >= 0) {
            bars.set(index, bar);
        } else {
            bars.add(-index - 1, bar);
        }
    }

    /** The value of a chunk. */
    static byte[] toBytes(List<StoredBar> bars) {
        CompactWriter out = new CompactWriter();
        out.writeByte(VERSION);
        long beforeUs = bars.get(0).startUs();
        for (int index = 0; index < bars.size(); index++) {
            StoredBar bar = bars.get(index);
            if (index > 0) {
                out.writeSpan(bar.startUs() - beforeUs);
                beforeUs = bar.startUs();
            }
            out.writeCount(bar.bytes().length);
            out.writeBytes(bar.bytes());
        }
        return out.toBytes();
    }

    /** The bars of a chunk whose first starts at a time. */
    static List<StoredBar> read(long firstUs, byte[] chunk) {
        CompactReader in = new CompactReader(chunk);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalArgumentException("bars version=" + version + ", this release reads " + VERSION);
        }
        List<StoredBar> bars = new ArrayList<>();
        long startUs = firstUs;
        do {
            if (!bars.isEmpty()) {
                startUs += in.readSpan();
            }
            int length = in.readSize();
            int from = in.skip(length);
            bars.add(new StoredBar(startUs, Arrays.copyOfRange(chunk, from, from + length)));
        } while (in.remaining() > 0);
        return bars;
    }
}
