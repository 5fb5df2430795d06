package io.candlewick.streams.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * <p>It is longer than most classes because looking up, gathering, cutting and rewriting all keep one promise: chunks never overlap, and what is
 * known of a series' bounds holds.
 *
 * <p><b>Shape</b>: key the series' prefix in UTF-8, then the start of the chunk's first bar as i64 big-endian with the sign bit turned, so that
 * keys sort by time; value a {@link BarChunk}. Chunks of a series never overlap. At most {@value #MOST_BARS} bars, or little more than
 * {@value #MOST_BYTES} bytes, are gathered in one; twice that after late bars came between. <b>Cost</b>: a bar after the last is appended
 * to a list; one among stored ones costs a seek and the rewriting of its chunk. <b>Thread</b>: the task's.
 */
public final class BarChunkStore extends WriteBehindStore<Bytes> {

    private static final int MOST_BARS = 64;
    private static final int MOST_BYTES = 32 * 1024;

    private final Map<String, Series> series = new HashMap<>();
    private final List<Series> gathering = new ArrayList<>();
    private final FollowedSeries followed = new FollowedSeries();

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
        followed.open();
    }

    /**
     * Something that is kept elsewhere and belongs to the bars of a series changed, such as a correction that its indicators now know.
     *
     * @param key the series
     */
    public void restated(BarSeriesKey key) {
        followed.restated(prefixOf(key));
    }

    /**
     * Tells from now on what changes of a series. Only the copy that a task works on can say so: a standby's changes come in below it.
     *
     * @param key the series
     * @return its changes, or null if no task works on the store, or too many series are followed
     */
    public @Nullable SeriesChanges follow(BarSeriesKey key) {
        return followed.follow(prefixOf(key));
    }

    private static String prefixOf(BarSeriesKey key) {
        return key.text() + '|';
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
        followed.close();
        series.values().forEach(Series::forgetHeap);
        gathering.clear();
    }

    /** The bars of one series. */
    final class Series {

        private final String name;
        private final byte[] prefix;
        /* Not yet written, in order of time; no stored chunk lies among them. */
        private List<StoredBar> gathered = List.of();
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
            int index = BarChunk.indexOf(gathered, startUs);
            if (index >= 0) {
                return gathered.get(index).bytes();
            }
            if (!mayBeStored(startUs)) {
                return null;
            }
            BarChunk chunk = chunkAt(startUs);
            int stored = chunk == null ? -1 : BarChunk.indexOf(chunk.bars(), startUs);
            return chunk == null || stored < 0 ? null : chunk.bars().get(stored).bytes();
        }

        void save(long startUs, byte[] bytes) {
            StoredBar bar = new StoredBar(startUs, bytes);
            if (gathers(startUs)) {
                int index = gathered.isEmpty() || startUs > lastGatheredUs()
                        ? -gathered.size() - 1
                        : BarChunk.indexOf(gathered, startUs);
                BarChunk.put(gathered, index, bar);
                gatheredBytes += bytes.length;
            } else if (!replaceStored(bar)) {
                begin(bar);
            }
            if (gathered.size() >= MOST_BARS || gatheredBytes >= MOST_BYTES) {
                writeGathered();
            }
        }

        private boolean gathers(long startUs) {
            return !gathered.isEmpty() && startUs >= gathered.get(0).startUs() && startUs < limitUs;
        }

        private long lastGatheredUs() {
            return gathered.get(gathered.size() - 1).startUs();
        }

        private boolean replaceStored(StoredBar bar) {
            BarChunk chunk = mayBeStored(bar.startUs()) ? chunkAt(bar.startUs()) : null;
            if (chunk == null || chunk.lastUs() < bar.startUs()) {
                return false;
            }
            BarChunk.put(chunk.bars(), BarChunk.indexOf(chunk.bars(), bar.startUs()), bar);
            write(chunk.bars());
            followed.stored(name, bar.startUs(), bar.startUs());
            return true;
        }

        private void begin(StoredBar bar) {
            writeGathered();
            limitUs = mayBeStored(bar.startUs()) ? nextStoredUs(bar.startUs()) : Long.MAX_VALUE;
            gathered = new ArrayList<>(2);
            gathered.add(bar);
            gatheredBytes = bar.bytes().length;
            toBeDrained();
            gathering.add(this);
        }

        private void writeGathered() {
            if (!gathered.isEmpty()) {
                write(gathered);
                firstUs = Math.min(firstUs, gathered.get(0).startUs());
                lastUs = Math.max(lastUs, lastGatheredUs());
                followed.stored(name, gathered.get(0).startUs(), lastGatheredUs());
                gathered = List.of();
            }
        }

        /** The bars that start in a span, in order of time. */
        List<StoredBar> range(long fromUs, long toUs) {
            List<StoredBar> bars = new ArrayList<>();
            if (fromUs >= toUs) {
                return bars;
            }
            if (mayBeStored(fromUs)) {
                BarChunk before = chunkAt(fromUs);
                if (before != null && before.firstUs() < fromUs) {
                    BarChunk.addWithin(before.bars(), fromUs, toUs, bars);
                }
                try (KeyValueIterator<Bytes, byte[]> chunks = wrapped().range(key(fromUs), key(toUs - 1))) {
                    while (chunks.hasNext()) {
                        BarChunk.addWithin(chunkOf(chunks.next()).bars(), fromUs, toUs, bars);
                    }
                }
            }
            int stored = bars.size();
            BarChunk.addWithin(gathered, fromUs, toUs, bars);
            if (stored > 0 && stored < bars.size()) {
                bars.sort(Comparator.comparingLong(StoredBar::startUs));
            }
            return bars;
        }

        /** The newest bars, in order of time. */
        List<StoredBar> last(int count) {
            List<StoredBar> bars = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> chunks =
                    wrapped().reverseRange(key(Long.MIN_VALUE), key(Long.MAX_VALUE))) {
                while (bars.size() < count && chunks.hasNext()) {
                    bars.addAll(chunkOf(chunks.next()).bars());
                }
            }
            bars.addAll(gathered);
            bars.sort(Comparator.comparingLong(StoredBar::startUs));
            return bars.subList(Math.max(0, bars.size() - count), bars.size());
        }

        /** The last bar of a kind that starts before a time. */
        @Nullable
        StoredBar lastBefore(long beforeUs, Predicate<StoredBar> kind) {
            StoredBar unwritten = lastBefore(gathered, beforeUs, kind);
            if (!boundsKnown || firstUs < beforeUs) {
                try (KeyValueIterator<Bytes, byte[]> chunks =
                        wrapped().reverseRange(key(Long.MIN_VALUE), key(beforeUs - 1))) {
                    while (chunks.hasNext()) {
                        StoredBar stored = lastBefore(chunkOf(chunks.next()).bars(), beforeUs, kind);
                        if (stored != null) {
                            return unwritten == null || stored.startUs() > unwritten.startUs() ? stored : unwritten;
                        }
                    }
                }
            }
            return unwritten;
        }

        private static @Nullable StoredBar lastBefore(List<StoredBar> bars, long beforeUs, Predicate<StoredBar> kind) {
            for (int index = bars.size() - 1; index >= 0; index--) {
                StoredBar bar = bars.get(index);
                if (bar.startUs() < beforeUs && kind.test(bar)) {
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
            if (!gathered.isEmpty() && gathered.get(0).startUs() < toUs) {
                gathered.removeIf(bar -> BarChunk.isWithin(bar, fromUs, toUs));
            }
            findBounds();
            if (firstUs == Long.MIN_VALUE) {
                firstUs = nextStoredUs(Long.MIN_VALUE);
            }
            if (firstUs >= toUs || lastUs < fromUs) {
                return;
            }
            List<BarChunk> touched = new ArrayList<>();
            if (firstUs < fromUs) {
                BarChunk before = chunkAt(fromUs - 1);
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
            for (BarChunk chunk : touched) {
                List<StoredBar> left = chunk.without(fromUs, toUs);
                if (left.isEmpty() || left.get(0).startUs() != chunk.firstUs()) {
                    wrapped().delete(key(chunk.firstUs()));
                }
                if (!left.isEmpty()) {
                    write(left);
                    nextUs = Math.min(nextUs, Math.max(left.get(0).startUs(), fromUs));
                }
            }
            if (firstUs >= fromUs) {
                firstUs = nextUs;
                followed.forgotten(name, toUs);
            } else {
                followed.restated(name);
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
        private @Nullable BarChunk chunkAt(long startUs) {
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
        private void write(List<StoredBar> bars) {
            long bytes = 0;
            for (StoredBar bar : bars) {
                bytes += bar.bytes().length;
            }
            if (bars.size() > 1 && (bars.size() > 2 * MOST_BARS || bytes > 2 * MOST_BYTES)) {
                write(bars.subList(0, bars.size() / 2));
                write(bars.subList(bars.size() / 2, bars.size()));
            } else {
                wrapped().put(key(bars.get(0).startUs()), BarChunk.toBytes(bars));
            }
        }

        private BarChunk chunkOf(KeyValue<Bytes, byte[]> entry) {
            return new BarChunk(BarChunk.read(startOf(entry.key), entry.value));
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
}
