package io.candlewick.streams.store;

import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.streams.domain.indicator.IndicatorSeries;
import io.candlewick.streams.domain.indicator.IndicatorStateCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One series as other threads than the task's may read it: what was written to the stores before the last commit.
 *
 * <p>The keys and values are those of {@link BarChunkStore} and {@link SnapshotStore}. <b>Thread</b>: any.
 */
public final class CommittedSeries {

    private final BarSeriesKey series;
    private final byte[] prefix;

    /**
     * A series.
     *
     * @param series tenant, symbol and timeframe
     */
    public CommittedSeries(BarSeriesKey series) {
        this.series = series;
        this.prefix = (series.text() + '|').getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What begins before a time in either store, the latest first.
     *
     * @param store the store
     * @param beforeUs the time, exclusive
     * @return to be closed
     */
    public KeyValueIterator<Bytes, byte[]> latestBefore(ReadOnlyKeyValueStore<Bytes, byte[]> store, long beforeUs) {
        return store.reverseRange(key(Long.MIN_VALUE), key(Math.max(beforeUs - 1, Long.MIN_VALUE + 1)));
    }

    /**
     * Reads canonical bars from the answer of {@link #latestBefore}.
     *
     * @param chunks the answer; closed by the caller
     * @param fromUs least start, inclusive
     * @param beforeUs greatest start, exclusive
     * @param limit how many at most
     * @return the last of them, earliest first
     */
    public List<Bar> bars(KeyValueIterator<Bytes, byte[]> chunks, long fromUs, long beforeUs, int limit) {
        List<Bar> bars = new ArrayList<>();
        long chunkUs = Long.MAX_VALUE;
        while (bars.size() < limit && chunkUs > fromUs && chunks.hasNext()) {
            KeyValue<Bytes, byte[]> chunk = chunks.next();
            chunkUs = startOf(chunk.key);
            List<StoredBar> kept = BarChunk.read(chunkUs, chunk.value);
            for (int index = kept.size() - 1; index >= 0 && bars.size() < limit; index--) {
                StoredBar bar = kept.get(index);
                if (bar.startUs() >= fromUs && bar.startUs() < beforeUs) {
                    bars.add(CanonicalBarCodec.read(
                            new BarKey(
                                    series.symbol().tenant(),
                                    series.symbol().symbol(),
                                    series.timeframe(),
                                    bar.startUs()),
                            bar.bytes()));
                }
            }
        }
        Collections.reverse(bars);
        return bars;
    }

    /**
     * Reads the last snapshot from the answer of {@link #latestBefore}.
     *
     * @param snapshots the answer; closed by the caller
     * @param codec the values' layout
     * @return a series that may be changed, or null if there is none of these indicators
     */
    public @Nullable IndicatorSeries snapshot(KeyValueIterator<Bytes, byte[]> snapshots, IndicatorStateCodec codec) {
        while (snapshots.hasNext()) {
            byte[] bytes = snapshots.next().value;
            if (codec.isReadable(bytes)) {
                return codec.read(bytes);
            }
        }
        return null;
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
