package io.candlewick.streams.store;

import io.candlewick.streams.domain.indicator.IndicatorSeries;
import io.candlewick.streams.domain.indicator.IndicatorStateCodec;
import io.candlewick.streams.domain.indicator.SeriesIndicators;
import io.candlewick.streams.domain.indicator.SnapshotPolicy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of one series in the store of all of them.
 *
 * <p><b>Shape</b>: key {@code tenant|symbol|timeframe|} in UTF-8, then the start of the last bar seen as i64 big-endian with the sign bit
 * turned, so that keys sort by time; value a series of {@link IndicatorStateCodec}. As many as the policy keeps. <b>Thread</b>: the task's.
 */
public final class SnapshotStore implements SeriesIndicators.Snapshots {

    private final KeyValueStore<Bytes, byte[]> store;
    private final IndicatorStateCodec codec;
    private final SnapshotPolicy policy;
    private final byte[] prefix;

    /**
     * The snapshots of a series.
     *
     * @param store the store of all of them
     * @param codec the values' layout
     * @param policy which are kept
     * @param key the series
     */
    public SnapshotStore(
            KeyValueStore<Bytes, byte[]> store, IndicatorStateCodec codec, SnapshotPolicy policy, BarSeriesKey key) {
        this.store = store;
        this.codec = codec;
        this.policy = policy;
        this.prefix = (key.text() + '|').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable IndicatorSeries before(long startUs) {
        if (startUs == Long.MIN_VALUE) {
            return null;
        }
        try (KeyValueIterator<Bytes, byte[]> snapshots = store.reverseRange(key(Long.MIN_VALUE), key(startUs - 1))) {
            while (snapshots.hasNext()) {
                byte[] bytes = snapshots.next().value;
                if (codec.isReadable(bytes)) {
                    return codec.read(bytes);
                }
            }
        }
        return null;
    }

    @Override
    public void save(IndicatorSeries series) {
        store.put(key(series.lastStartUs()), codec.write(series));
        List<Bytes> gone = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> snapshots = store.range(key(Long.MIN_VALUE), key(Long.MAX_VALUE))) {
            while (snapshots.hasNext()) {
                KeyValue<Bytes, byte[]> snapshot = snapshots.next();
                if (!codec.isReadable(snapshot.value)
                        || !policy.isKept(codec.barsSeen(snapshot.value), series.barsSeen())) {
                    gone.add(snapshot.key);
                }
            }
        }
        gone.forEach(store::delete);
    }

    @Override
    public void forgetFrom(long startUs) {
        List<Bytes> gone = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> snapshots = store.range(key(startUs), key(Long.MAX_VALUE))) {
            snapshots.forEachRemaining(snapshot -> gone.add(snapshot.key));
        }
        gone.forEach(store::delete);
    }

    private Bytes key(long startUs) {
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + Long.BYTES)
                .put(prefix)
                .putLong(startUs ^ Long.MIN_VALUE)
                .array());
    }
}
