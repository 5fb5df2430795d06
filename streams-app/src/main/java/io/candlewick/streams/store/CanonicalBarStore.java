package io.candlewick.streams.store;

import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Timeframe;
import io.candlewick.streams.domain.series.BarSeries;
import io.candlewick.streams.domain.series.KeptBars;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The canonical bars of one symbol in the store of all of them.
 *
 * <p><b>Shape</b>: key {@code tenant|symbol|timeframe|} in UTF-8, then the start as i64 big-endian with the sign bit turned, so that keys
 * sort by time; value as {@link CanonicalBarCodec} lays it out. <b>Thread</b>: the task's; {@link #series} of a store that is queried from
 * elsewhere: any.
 */
public final class CanonicalBarStore implements KeptBars {

    private final KeyValueStore<Bytes, byte[]> store;
    private final SeriesKey key;
    private final Map<Timeframe, Series> series = new HashMap<>();

    /**
     * The canonical bars of a symbol.
     *
     * @param store the store of all of them
     * @param key the symbol
     */
    public CanonicalBarStore(KeyValueStore<Bytes, byte[]> store, SeriesKey key) {
        this.store = store;
        this.key = key;
    }

    /**
     * One series in a store that is only read.
     *
     * @param store the store of all canonical bars
     * @param key the symbol
     * @param timeframe the timeframe
     * @return its bars
     */
    public static BarSeries series(ReadOnlyKeyValueStore<Bytes, byte[]> store, SeriesKey key, Timeframe timeframe) {
        return new Series(store, key, timeframe);
    }

    @Override
    public BarSeries series(Timeframe timeframe) {
        return of(timeframe);
    }

    @Override
    public void save(Bar bar) {
        store.put(of(bar.key().timeframe()).key(bar.key().startTimeUs()), CanonicalBarCodec.write(bar));
    }

    @Override
    public void forget(Timeframe timeframe, long fromUs, long toUs) {
        Series forgotten = of(timeframe);
        try (KeyValueIterator<Bytes, byte[]> bars = store.range(forgotten.key(fromUs), forgotten.key(toUs - 1))) {
            while (bars.hasNext()) {
                store.delete(bars.next().key);
            }
        }
    }

    private Series of(Timeframe timeframe) {
        return series.computeIfAbsent(timeframe, unread -> new Series(store, key, unread));
    }

    private static final class Series implements BarSeries {

        private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
        private final SeriesKey symbol;
        private final Timeframe timeframe;
        private final byte[] prefix;

        Series(ReadOnlyKeyValueStore<Bytes, byte[]> store, SeriesKey symbol, Timeframe timeframe) {
            this.store = store;
            this.symbol = symbol;
            this.timeframe = timeframe;
            this.prefix = (symbol.text() + '|' + timeframe.code() + '|').getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public @Nullable Bar find(long startUs) {
            byte[] bytes = store.get(key(startUs));
            return bytes == null ? null : bar(startUs, bytes);
        }

        @Override
        public List<Bar> range(long fromUs, long toUs) {
            if (fromUs >= toUs) {
                return List.of();
            }
            List<Bar> bars = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> entries = store.range(key(fromUs), key(toUs - 1))) {
                while (entries.hasNext()) {
                    var entry = entries.next();
                    bars.add(bar(startUs(entry.key), entry.value));
                }
            }
            return bars;
        }

        @Override
        public List<Bar> last(int count) {
            List<Bar> bars = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> entries =
                    store.reverseRange(key(Long.MIN_VALUE), key(Long.MAX_VALUE))) {
                while (bars.size() < count && entries.hasNext()) {
                    var entry = entries.next();
                    bars.add(bar(startUs(entry.key), entry.value));
                }
            }
            Collections.reverse(bars);
            return bars;
        }

        private Bar bar(long startUs, byte[] bytes) {
            return CanonicalBarCodec.read(new BarKey(symbol.tenant(), symbol.symbol(), timeframe, startUs), bytes);
        }

        Bytes key(long startUs) {
            return Bytes.wrap(ByteBuffer.allocate(prefix.length + Long.BYTES)
                    .put(prefix)
                    .putLong(startUs ^ Long.MIN_VALUE)
                    .array());
        }

        private long startUs(Bytes key) {
            return ByteBuffer.wrap(key.get()).getLong(prefix.length) ^ Long.MIN_VALUE;
        }
    }
}
