package io.candlewick.streams.store;

import io.candlewick.market.Timeframe;
import io.candlewick.streams.domain.bar.BarAccumulator;
import io.candlewick.streams.domain.bar.ClosedBars;
import io.candlewick.streams.domain.bar.StateCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The closed bars of one symbol in the store of all of them.
 *
 * <p><b>Shape</b>: key {@code tenant|symbol|timeframe|} (in the history lane {@code tenant|symbol#run|timeframe|}) in UTF-8, then the start as i64 big-endian with the sign bit turned, so that
 * keys sort by time; value a closed bar of {@link StateCodec}.
 */
public final class ClosedBarStore implements ClosedBars {

    private final KeyValueStore<Bytes, byte[]> store;
    private final StateCodec codec;
    private final String prefix;

    /**
     * The closed bars of a symbol.
     *
     * @param store the store of all of them
     * @param codec the values' layout
     * @param key the symbol
     */
    public ClosedBarStore(KeyValueStore<Bytes, byte[]> store, StateCodec codec, SessionKey key) {
        this.store = store;
        this.codec = codec;
        this.prefix = key.text() + '|';
    }

    @Override
    public @Nullable BarAccumulator find(Timeframe timeframe, long startUs) {
        byte[] bytes = store.get(key(timeframe, startUs));
        return bytes == null ? null : codec.readBar(bytes);
    }

    @Override
    public void save(Timeframe timeframe, BarAccumulator bar) {
        store.put(key(timeframe, bar.startUs()), codec.write(bar));
    }

    @Override
    public List<BarAccumulator> within(Timeframe timeframe, long fromUs, long toUs) {
        List<BarAccumulator> bars = new ArrayList<>();
        if (fromUs >= toUs) {
            return bars;
        }
        try (KeyValueIterator<Bytes, byte[]> stored = store.range(key(timeframe, fromUs), key(timeframe, toUs - 1))) {
            while (stored.hasNext()) {
                bars.add(codec.readBar(stored.next().value));
            }
        }
        return bars;
    }

    @Override
    public @Nullable BarAccumulator lastBefore(Timeframe timeframe, long startUs) {
        try (KeyValueIterator<Bytes, byte[]> stored =
                store.reverseRange(key(timeframe, Long.MIN_VALUE), key(timeframe, startUs - 1))) {
            while (stored.hasNext()) {
                BarAccumulator bar = codec.readBar(stored.next().value);
                if (bar.hasPrices()) {
                    return bar;
                }
            }
        }
        return null;
    }

    @Override
    public void forget(Timeframe timeframe, long fromUs, long toUs) {
        if (fromUs >= toUs) {
            return;
        }
        try (KeyValueIterator<Bytes, byte[]> expired = store.range(key(timeframe, fromUs), key(timeframe, toUs - 1))) {
            while (expired.hasNext()) {
                store.delete(expired.next().key);
            }
        }
    }

    private Bytes key(Timeframe timeframe, long startUs) {
        byte[] series = (prefix + timeframe.code() + '|').getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(series.length + Long.BYTES)
                .put(series)
                .putLong(startUs ^ Long.MIN_VALUE)
                .array());
    }
}
