package io.candlewick.streams.store;

import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Timeframe;
import io.candlewick.streams.domain.series.BarSeries;
import io.candlewick.streams.domain.series.KeptBars;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The canonical bars of one symbol in the store of all of them.
 *
 * <p><b>Shape</b>: series {@code tenant|symbol|timeframe|} of a {@link BarChunkStore}; each bar as {@link CanonicalBarCodec} lays it out.
 * <b>Thread</b>: the task's.
 */
public final class CanonicalBarStore implements KeptBars {

    private final BarChunkStore store;
    private final SeriesKey key;
    private final Map<Timeframe, Series> series = new HashMap<>();

    /**
     * The canonical bars of a symbol.
     *
     * @param store the store of all of them
     * @param key the symbol
     */
    public CanonicalBarStore(BarChunkStore store, SeriesKey key) {
        this.store = store;
        this.key = key;
    }

    /**
     * One series that is only read.
     *
     * @param store the store of all canonical bars
     * @param key the symbol
     * @param timeframe the timeframe
     * @return its bars
     */
    public static BarSeries series(BarChunkStore store, SeriesKey key, Timeframe timeframe) {
        return new Series(store, key, timeframe);
    }

    @Override
    public BarSeries series(Timeframe timeframe) {
        return of(timeframe);
    }

    @Override
    public void save(Bar bar) {
        of(bar.key().timeframe()).bars.save(bar.key().startTimeUs(), CanonicalBarCodec.write(bar));
    }

    @Override
    public void forget(Timeframe timeframe, long fromUs, long toUs) {
        of(timeframe).bars.forget(fromUs, toUs);
    }

    private Series of(Timeframe timeframe) {
        return series.computeIfAbsent(timeframe, unread -> new Series(store, key, unread));
    }

    private static final class Series implements BarSeries {

        private final BarChunkStore.Series bars;
        private final SeriesKey symbol;
        private final Timeframe timeframe;

        Series(BarChunkStore store, SeriesKey symbol, Timeframe timeframe) {
            this.bars = store.series(symbol.text() + '|' + timeframe.code() + '|');
            this.symbol = symbol;
            this.timeframe = timeframe;
        }

        @Override
        public @Nullable Bar find(long startUs) {
            byte[] bytes = bars.find(startUs);
            return bytes == null ? null : bar(startUs, bytes);
        }

        @Override
        public List<Bar> range(long fromUs, long toUs) {
            return read(bars.range(fromUs, toUs));
        }

        @Override
        public List<Bar> last(int count) {
            return read(bars.last(count));
        }

        private List<Bar> read(List<StoredBar> kept) {
            List<Bar> read = new ArrayList<>(kept.size());
            for (StoredBar bar : kept) {
                read.add(bar(bar.startUs(), bar.bytes()));
            }
            return read;
        }

        private Bar bar(long startUs, byte[] bytes) {
            return CanonicalBarCodec.read(new BarKey(symbol.tenant(), symbol.symbol(), timeframe, startUs), bytes);
        }
    }
}
