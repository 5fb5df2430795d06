package io.candlewick.streams.store;

import io.candlewick.streams.domain.layout.CompactReader;
import io.candlewick.streams.domain.layout.CompactWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Bars of many series, gathered as they close and written in chunks of consecutive ones before each commit.
 *
 * <p>While history is caught up, dozens of bars of a series close between two commits, and a record of its own for each would cost more than
 * making them. A live bar is a chunk of one. A chunk is written once; it is written again only when one of its bars changes, or goes.
 *
 * <p>It is longer than most classes because looking up, cutting and rewriting chunks are sides of one layout.
 *
 * <p><b>Shape</b>: key the series' prefix in UTF-8, then the start of the chunk's first bar as i64 big-endian with the sign bit turned, so that
 * keys sort by time; value {@code |version:u8=2|bars, each: start less that of the bar before:span (of all but the first)|bytes:count and as
 * many bytes|}. Chunks of a series never overlap. At most {@value #MOST_BARS} bars, or little more than {@value #MOST_BYTES} bytes, are gathered in one;
 * twice that after late bars came between. <b>Cost</b>: a bar after the last is appended to a list; one among stored ones costs a seek and the
 * rewriting of its chunk. <b>Thread</b>: the task's.
 */
public final class BarChunkStore extends WriteBehindStore<Bytes> {

    private static final byte VERSION = 2;
    private static final int MOST_BARS = 64;
    private static final int MOST_BYTES = 32 * 1024;
    private static final int MOST_FOLLOWED = 200_000;

    private final Map<String, Series> series = new HashMap<>();
    private final List<Series> gathering = new ArrayList<>();
    /* By prefix, of the series that somebody asked about; null while no task works on the store. */
    private volatile @Nullable ConcurrentMap<String, SeriesChanges> followed;

    /**
     * A bar as its series keeps it.
     *
     * @param startUs its start
     * @param bytes all else
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes are handed on, not copied.
    record Kept(long startUs, byte[] bytes) {}

    BarChunkStore(KeyValueStore<Bytes, byte[]> inner) {
        super(inner);
    }

    /**
     * One series.
     *
     * @param prefix names it; no other series' prefix begins with it
     * @return the series, the same for each call until it is released or the task closes
     */
    Series series(String prefix) {
        return series.computeIfAbsent(prefix, Series::new);
    }

    /** Lets go of a series whose bars were forgotten. */
    void release(String prefix) {
        series.remove(prefix);
    }

    /** A task works on the store from now on: what changes can be followed. What was followed before is not any more. */
    public void open() {
        followed = new ConcurrentHashMap<>();
    }

    /**
     * Something that is kept elsewhere and belongs to the bars of a series changed, such as a correction that its indicators now know.
     *
     * @param key the series
     */
    public void restated(BarSeriesKey key) {
        SeriesChanges changes = changes(key.text() + '|');
        if (changes != null) {
            changes.restated();
        }
    }

    private @Nullable SeriesChanges changes(String prefix) {
        ConcurrentMap<String, SeriesChanges> all = followed;
        return all == null ? null : all.get(prefix);
    }

    /**
     * Tells from now on what changes of a series. Only the copy that a task works on can say so: a standby's changes come in below it.
     *
     * @param key the series
     * @return its changes, or null if no task works on the store, or too many series are followed
     */
    public @Nullable SeriesChanges follow(BarSeriesKey key) {
        ConcurrentMap<String, SeriesChanges> all = followed;
        String prefix = key.text() + '|';
        if (all == null || (all.size() >= MOST_FOLLOWED && !all.containsKey(prefix))) {
            return null;
        }
        return all.computeIfAbsent(prefix, unfollowed -> new SeriesChanges());
    }

    @Override
    void drain() {
        for (Series one : gathering) {
            one.writeGathered();
        }
        gathering.clear();
    }

    @Override
    void forgetHeap() {
        followed = null;
        series.values().forEach(Series::forgetHeap);
        gathering.clear();
    }

    /** The bars of one series. */
    final class Series {

        private final String name;
        private final byte[] prefix;
        /* Not yet written, in order of time; no stored chunk lies among them. */
        private List<Kept> gathered = List.of();
        private int gatheredBytes;
        /* No stored bar starts in between the gathered ones' first start and this. */
        private long limitUs;
        /* No stored bar starts before the one or after the other. */
        private long firstUs;
        private long lastUs;
        private boolean boundsKnown;

        private Series(String prefix) {
            this.name = prefix;
            this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
        }

        private void forgetHeap() {
            gathered = List.of();
            boundsKnown = false;
        }

        byte @Nullable [] find(long startUs) {
            int index = indexOf(gathered, startUs);
            if (index >= 0) {
                return gathered.get(index).bytes;
            }
            if (!mayBeStored(startUs)) {
                return null;
            }
            Chunk chunk = chunkAt(startUs);
            int stored = chunk == null ? -1 : indexOf(chunk.bars, startUs);
            return chunk == null || stored < 0 ? null : chunk.bars.get(stored).bytes;
        }

        void save(long startUs, byte[] bytes) {
            Kept bar = new Kept(startUs, bytes);
            if (gathers(startUs)) {
                int index = gathered.isEmpty() || startUs > lastGatheredUs()
                        ? -gathered.size() - 1
                        : indexOf(gathered, startUs);
                put(gathered, index, bar);
                gatheredBytes += bytes.length;
            } else if (!replaceStored(bar)) {
                begin(bar);
            }
            if (gathered.size() >= MOST_BARS || gatheredBytes >= MOST_BYTES) {
                writeGathered();
            }
        }

        private boolean gathers(long startUs) {
            return !gathered.isEmpty() && startUs >= gathered.get(0).startUs && startUs < limitUs;
        }

        private long lastGatheredUs() {
            return gathered.get(gathered.size() - 1).startUs;
        }

        private boolean replaceStored(Kept bar) {
            Chunk chunk = mayBeStored(bar.startUs) ? chunkAt(bar.startUs) : null;
            if (chunk == null || chunk.lastUs() < bar.startUs) {
                return false;
            }
            put(chunk.bars, indexOf(chunk.bars, bar.startUs), bar);
            write(chunk.bars);
            tellStored(bar.startUs, bar.startUs);
            return true;
        }

        private void begin(Kept bar) {
            writeGathered();
            limitUs = mayBeStored(bar.startUs) ? nextStoredUs(bar.startUs) : Long.MAX_VALUE;
            gathered = new ArrayList<>(2);
            gathered.add(bar);
            gatheredBytes = bar.bytes.length;
            gathering.add(this);
        }

        private void writeGathered() {
            if (!gathered.isEmpty()) {
                write(gathered);
                firstUs = Math.min(firstUs, gathered.get(0).startUs);
                lastUs = Math.max(lastUs, lastGatheredUs());
                tellStored(gathered.get(0).startUs, lastGatheredUs());
                gathered = List.of();
            }
        }

        /** The bars that start in a span, in order of time. */
        List<Kept> range(long fromUs, long toUs) {
            List<Kept> bars = new ArrayList<>();
            if (fromUs >= toUs) {
                return bars;
            }
            if (mayBeStored(fromUs)) {
                Chunk before = chunkAt(fromUs);
                if (before != null && before.bars.get(0).startUs < fromUs) {
                    addWithin(before.bars, fromUs, toUs, bars);
                }
                try (KeyValueIterator<Bytes, byte[]> chunks = wrapped().range(key(fromUs), key(toUs - 1))) {
                    while (chunks.hasNext()) {
                        addWithin(chunkOf(chunks.next()).bars, fromUs, toUs, bars);
                    }
                }
            }
            int stored = bars.size();
            addWithin(gathered, fromUs, toUs, bars);
            if (stored > 0 && stored < bars.size()) {
                bars.sort(Comparator.comparingLong(Kept::startUs));
            }
            return bars;
        }

        /** The newest bars, in order of time. */
        List<Kept> last(int count) {
            List<Kept> bars = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> chunks =
                    wrapped().reverseRange(key(Long.MIN_VALUE), key(Long.MAX_VALUE))) {
                while (bars.size() < count && chunks.hasNext()) {
                    bars.addAll(chunkOf(chunks.next()).bars);
                }
            }
            bars.addAll(gathered);
            bars.sort(Comparator.comparingLong(Kept::startUs));
            return bars.subList(Math.max(0, bars.size() - count), bars.size());
        }

        /** The last bar of a kind that starts before a time. */
        @Nullable
        Kept lastBefore(long beforeUs, Predicate<Kept> kind) {
            Kept unwritten = lastBefore(gathered, beforeUs, kind);
            if (!boundsKnown || firstUs < beforeUs) {
                try (KeyValueIterator<Bytes, byte[]> chunks =
                        wrapped().reverseRange(key(Long.MIN_VALUE), key(beforeUs - 1))) {
                    while (chunks.hasNext()) {
                        Kept stored = lastBefore(chunkOf(chunks.next()).bars, beforeUs, kind);
                        if (stored != null) {
                            return unwritten == null || stored.startUs > unwritten.startUs ? stored : unwritten;
                        }
                    }
                }
            }
            return unwritten;
        }

        private static @Nullable Kept lastBefore(List<Kept> bars, long beforeUs, Predicate<Kept> kind) {
            for (int index = bars.size() - 1; index >= 0; index--) {
                Kept bar = bars.get(index);
                if (bar.startUs < beforeUs && kind.test(bar)) {
                    return bar;
                }
            }
            return null;
        }

        /** Forgets the bars that start in a span. */
        void forget(long fromUs, long toUs) {
            if (fromUs >= toUs) {
                return;
            }
            if (!gathered.isEmpty() && gathered.get(0).startUs < toUs) {
                gathered.removeIf(bar -> isWithin(bar, fromUs, toUs));
            }
            findBounds();
            if (firstUs == Long.MIN_VALUE) {
                firstUs = nextStoredUs(Long.MIN_VALUE);
            }
            if (firstUs >= toUs || lastUs < fromUs) {
                return;
            }
            List<Chunk> touched = new ArrayList<>();
            if (firstUs < fromUs) {
                Chunk before = chunkAt(fromUs - 1);
                if (before != null && before.lastUs() >= fromUs) {
                    touched.add(before);
                }
            }
            long nextUs = Long.MAX_VALUE;
            try (KeyValueIterator<Bytes, byte[]> chunks = wrapped().range(key(fromUs), key(Long.MAX_VALUE))) {
                while (chunks.hasNext() && nextUs == Long.MAX_VALUE) {
                    KeyValue<Bytes, byte[]> entry = chunks.next();
                    if (startOf(entry.key) < toUs) {
                        touched.add(chunkOf(entry));
                    } else {
                        nextUs = startOf(entry.key);
                    }
                }
            }
            for (Chunk chunk : touched) {
                List<Kept> left = chunk.without(fromUs, toUs);
                if (left.isEmpty() || left.get(0).startUs != chunk.bars.get(0).startUs) {
                    wrapped().delete(key(chunk.bars.get(0).startUs));
                }
                if (!left.isEmpty()) {
                    write(left);
                    nextUs = Math.min(nextUs, Math.max(left.get(0).startUs, fromUs));
                }
            }
            boolean isOldest = firstUs >= fromUs;
            if (isOldest) {
                firstUs = nextUs;
            }
            tellForgotten(isOldest, toUs);
        }

        private void tellStored(long fromUs, long untilUs) {
            SeriesChanges changes = changes(name);
            if (changes != null) {
                changes.stored(fromUs, untilUs);
            }
        }

        private void tellForgotten(boolean isOldest, long beforeUs) {
            SeriesChanges changes = changes(name);
            if (changes == null) {
                return;
            }
            if (isOldest) {
                changes.forgotten(beforeUs);
            } else {
                changes.restated();
            }
        }

        private boolean mayBeStored(long startUs) {
            findBounds();
            return startUs <= lastUs;
        }

        private void findBounds() {
            if (boundsKnown) {
                return;
            }
            firstUs = Long.MAX_VALUE;
            lastUs = Long.MIN_VALUE;
            try (KeyValueIterator<Bytes, byte[]> chunks =
                    wrapped().reverseRange(key(Long.MIN_VALUE), key(Long.MAX_VALUE))) {
                if (chunks.hasNext()) {
                    firstUs = Long.MIN_VALUE;
                    lastUs = chunkOf(chunks.next()).lastUs();
                }
            }
            boundsKnown = true;
        }

        /** The chunk with the last first start at or before a time. */
        private @Nullable Chunk chunkAt(long startUs) {
            try (KeyValueIterator<Bytes, byte[]> chunks = wrapped().reverseRange(key(Long.MIN_VALUE), key(startUs))) {
                return chunks.hasNext() ? chunkOf(chunks.next()) : null;
            }
        }

        private long nextStoredUs(long afterUs) {
            try (KeyValueIterator<Bytes, byte[]> chunks = wrapped().range(key(afterUs), key(Long.MAX_VALUE))) {
                return chunks.hasNext() ? startOf(chunks.next().key) : Long.MAX_VALUE;
            }
        }

        /* Late bars may have made it too large for one. */
        private void write(List<Kept> bars) {
            long bytes = 0;
            for (Kept bar : bars) {
                bytes += bar.bytes.length;
            }
            if (bars.size() > 1 && (bars.size() > 2 * MOST_BARS || bytes > 2 * MOST_BYTES)) {
                write(bars.subList(0, bars.size() / 2));
                write(bars.subList(bars.size() / 2, bars.size()));
            } else {
                wrapped().put(key(bars.get(0).startUs), toBytes(bars));
            }
        }

        private Chunk chunkOf(KeyValue<Bytes, byte[]> entry) {
            return new Chunk(BarChunkStore.read(startOf(entry.key), entry.value));
        }

        private Bytes key(long startUs) {
            return Bytes.wrap(ByteBuffer.allocate(prefix.length + Long.BYTES)
                    .put(prefix)
                    .putLong(startUs ^ Long.MIN_VALUE)
                    .array());
        }

        private long startOf(Bytes key) {
            return ByteBuffer.wrap(key.get()).getLong(prefix.length) ^ Long.MIN_VALUE;
        }
    }

    /** Stored together: at least one bar, in order of time. */
    private record Chunk(List<Kept> bars) {

        long lastUs() {
            return bars.get(bars.size() - 1).startUs;
        }

        List<Kept> without(long fromUs, long toUs) {
            List<Kept> left = new ArrayList<>(bars);
            left.removeIf(bar -> isWithin(bar, fromUs, toUs));
            return left;
        }
    }

    private static boolean isWithin(Kept bar, long fromUs, long toUs) {
        return bar.startUs >= fromUs && bar.startUs < toUs;
    }

    private static void addWithin(List<Kept> bars, long fromUs, long toUs, List<Kept> found) {
        for (Kept bar : bars) {
            if (isWithin(bar, fromUs, toUs)) {
                found.add(bar);
            }
        }
    }

    private static int indexOf(List<Kept> bars, long startUs) {
        int low = 0;
        int high = bars.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long middleUs = bars.get(middle).startUs;
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
    private static void put(List<Kept> bars, int index, Kept bar) {
        if (index >= 0) {
            bars.set(index, bar);
        } else {
            bars.add(-index - 1, bar);
        }
    }

    static byte[] toBytes(List<Kept> bars) {
        CompactWriter out = new CompactWriter();
        out.writeByte(VERSION);
        long beforeUs = bars.get(0).startUs;
        for (int index = 0; index < bars.size(); index++) {
            Kept bar = bars.get(index);
            if (index > 0) {
                out.writeSpan(bar.startUs - beforeUs);
                beforeUs = bar.startUs;
            }
            out.writeCount(bar.bytes.length);
            out.writeBytes(bar.bytes);
        }
        return out.toBytes();
    }

    static List<Kept> read(long firstUs, byte[] chunk) {
        CompactReader in = new CompactReader(chunk);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalArgumentException("bars version=" + version + ", this release reads " + VERSION);
        }
        List<Kept> bars = new ArrayList<>();
        long startUs = firstUs;
        do {
            if (!bars.isEmpty()) {
                startUs += in.readSpan();
            }
            int length = in.readSize();
            int from = in.skip(length);
            bars.add(new Kept(startUs, Arrays.copyOfRange(chunk, from, from + length)));
        } while (in.remaining() > 0);
        return bars;
    }
}
