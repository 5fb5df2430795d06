package io.candlewick.streams.store;

import io.candlewick.market.Timeframe;
import io.candlewick.streams.domain.bar.BarAccumulator;
import io.candlewick.streams.domain.bar.ClosedBars;
import io.candlewick.streams.domain.bar.StateCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The closed bars of one symbol in the store of all of them.
 *
 * <p><b>Shape</b>: series {@code tenant|symbol|timeframe|} (in the history lane {@code tenant|symbol#run|timeframe|}) of a {@link BarChunkStore};
 * each bar a closed bar of {@link StateCodec}. <b>Thread</b>: the task's.
 */
public final class ClosedBarStore implements ClosedBars {

    private final BarChunkStore store;
    private final StateCodec codec;
    private final String prefix;
    private final Map<Timeframe, BarChunkStore.Series> series = new HashMap<>();

    /**
     * The closed bars of a symbol.
     *
     * @param store the store of all of them
     * @param codec the bars' layout
     * @param key the symbol
     */
    public ClosedBarStore(BarChunkStore store, StateCodec codec, SessionKey key) {
        this.store = store;
        this.codec = codec;
        this.prefix = key.text() + '|';
    }

    @Override
    public @Nullable BarAccumulator find(Timeframe timeframe, long startUs) {
        byte[] bytes = of(timeframe).find(startUs);
        return bytes == null ? null : codec.readBar(startUs, bytes);
    }

    @Override
    public void save(Timeframe timeframe, BarAccumulator bar) {
        of(timeframe).save(bar.startUs(), codec.write(bar));
    }

    @Override
    public List<BarAccumulator> within(Timeframe timeframe, long fromUs, long toUs) {
        List<BarAccumulator> bars = new ArrayList<>();
        for (StoredBar kept : of(timeframe).range(fromUs, toUs)) {
            bars.add(read(kept));
        }
        return bars;
    }

    @Override
    public @Nullable BarAccumulator lastBefore(Timeframe timeframe, long startUs) {
        StoredBar kept = of(timeframe).lastBefore(startUs, bar -> read(bar).hasPrices());
        return kept == null ? null : read(kept);
    }

    @Override
    public void forget(Timeframe timeframe, long fromUs, long toUs) {
        of(timeframe).forget(fromUs, toUs);
        if (fromUs == Long.MIN_VALUE && toUs == Long.MAX_VALUE) {
            series.remove(timeframe);
            store.release(prefixOf(timeframe));
        }
    }

    private BarAccumulator read(StoredBar kept) {
        return codec.readBar(kept.startUs(), kept.bytes());
    }

    private BarChunkStore.Series of(Timeframe timeframe) {
        return series.computeIfAbsent(timeframe, unread -> store.series(prefixOf(unread)));
    }

    private String prefixOf(Timeframe timeframe) {
        return prefix + timeframe.code() + '|';
    }
}
