package io.candlewick.streams.store;

import io.candlewick.market.Tick;
import io.candlewick.streams.domain.bar.TapeEntry;
import io.candlewick.streams.domain.bar.TradeTape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The trades that a cancel or a correction can still undo, appended as they come and written in chunks before each commit.
 *
 * <p><b>Shape</b>: key {@code tenant|symbol|} in UTF-8 (in the history lane {@code tenant|symbol#run|}), then start of the finest bar and
 * offset of the chunk's first trade, each as i64 big-endian with the sign bit turned, so that keys sort by time; value
 * {@code |version:u8=1|entries|} of {@link TapeEntry}. <b>Cost</b>: a trade is {@value TapeEntry#BYTES} bytes written to memory. <b>Thread</b>: the
 * task's.
 */
public final class TradeStore extends WriteBehindStore<Bytes> {

    private static final byte VERSION = 1;
    private static final int FIRST_ROOM = 16 * TapeEntry.BYTES;

    private final Map<SessionKey, Tape> tapes = new HashMap<>();
    private final List<Tape> changed = new ArrayList<>();

    TradeStore(KeyValueStore<Bytes, byte[]> inner) {
        super(inner);
    }

    /**
     * The trades of one symbol.
     *
     * @param key the symbol
     * @return its tape, the same for each call until the task closes
     */
    public TradeTape tape(SessionKey key) {
        return tapes.computeIfAbsent(key, Tape::new);
    }

    /**
     * Lets go of a symbol whose trades were forgotten.
     *
     * @param key the symbol
     */
    public void release(SessionKey key) {
        tapes.remove(key);
    }

    @Override
    void drain() {
        for (Tape tape : changed) {
            for (Chunk chunk : tape.chunks) {
                wrapped().put(tape.key(chunk.barStartUs, chunk.firstOffset), chunk.toBytes());
            }
            tape.chunks.clear();
        }
        changed.clear();
    }

    @Override
    void forgetHeap() {
        tapes.values().forEach(tape -> tape.chunks.clear());
        changed.clear();
    }

    /** The trades of one bar that came in since the last commit. */
    private static final class Chunk {

        final long barStartUs;
        final long firstOffset;
        private ByteBuffer entries = ByteBuffer.allocate(1 + FIRST_ROOM).put(VERSION);

        Chunk(long barStartUs, long firstOffset) {
            this.barStartUs = barStartUs;
            this.firstOffset = firstOffset;
        }

        void add(Tick tick, long offset) {
            if (entries.remaining() < TapeEntry.BYTES) {
                entries = ByteBuffer.allocate(2 * entries.capacity()).put(entries.flip());
            }
            TapeEntry.write(tick, offset, entries);
        }

        byte[] toBytes() {
            return Arrays.copyOf(entries.array(), entries.position());
        }
    }

    private final class Tape implements TradeTape {

        private final byte[] prefix;
        /* Of one commit interval: the bars that trades came in for, usually one. */
        final List<Chunk> chunks = new ArrayList<>(1);

        Tape(SessionKey key) {
            this.prefix = (key.text() + '|').getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void append(long barStartUs, Tick tick, long offset) {
            Chunk chunk = chunkOf(barStartUs);
            if (chunk == null) {
                if (chunks.isEmpty()) {
                    toBeDrained();
                    changed.add(this);
                }
                chunk = new Chunk(barStartUs, offset);
                chunks.add(chunk);
            }
            chunk.add(tick, offset);
        }

        private @Nullable Chunk chunkOf(long barStartUs) {
            for (int index = chunks.size() - 1; index >= 0; index--) {
                if (chunks.get(index).barStartUs == barStartUs) {
                    return chunks.get(index);
                }
            }
            return null;
        }

        @Override
        public List<TapeEntry> of(long barStartUs) {
            List<TapeEntry> entries = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> stored =
                    wrapped().range(key(barStartUs, Long.MIN_VALUE), key(barStartUs, Long.MAX_VALUE))) {
                while (stored.hasNext()) {
                    read(stored.next().value, entries);
                }
            }
            Chunk chunk = chunkOf(barStartUs);
            if (chunk != null) {
                read(chunk.toBytes(), entries);
            }
            return entries;
        }

        @Override
        public void forget(long fromUs, long toUs) {
            if (fromUs >= toUs) {
                return;
            }
            chunks.removeIf(chunk -> chunk.barStartUs >= fromUs && chunk.barStartUs < toUs);
            try (KeyValueIterator<Bytes, byte[]> expired =
                    wrapped().range(key(fromUs, Long.MIN_VALUE), key(toUs - 1, Long.MAX_VALUE))) {
                while (expired.hasNext()) {
                    wrapped().delete(expired.next().key);
                }
            }
        }

        Bytes key(long barStartUs, long offset) {
            return Bytes.wrap(ByteBuffer.allocate(prefix.length + 2 * Long.BYTES)
                    .put(prefix)
                    .putLong(barStartUs ^ Long.MIN_VALUE)
                    .putLong(offset ^ Long.MIN_VALUE)
                    .array());
        }
    }

    static void read(byte[] chunk, List<TapeEntry> entries) {
        ByteBuffer in = ByteBuffer.wrap(chunk);
        if (chunk.length % TapeEntry.BYTES != 1) {
            throw new IllegalArgumentException("trades of " + chunk.length + " bytes are cut short");
        }
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("trades version=" + version + ", this release reads " + VERSION);
        }
        while (in.remaining() >= TapeEntry.BYTES) {
            entries.add(TapeEntry.read(in));
        }
    }
}
