package io.candlewick.streams.store;

import io.candlewick.streams.domain.bar.TimeframeTree;
import io.candlewick.streams.domain.series.SymbolSeries;
import io.candlewick.streams.domain.series.SymbolSeriesCodec;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds the stores of the canonical series. */
public final class SeriesStores {

    private SeriesStores() {}

    /**
     * The canonical bars as they were last said; the series are named by {@link CanonicalBarStore}.
     *
     * @return a builder
     */
    public static StoreBuilder<BarChunkStore> canonicalBars() {
        return new WriteBehindStoreBuilder<>(StoreNames.CANONICAL_BARS, Serdes.Bytes(), BarChunkStore::new);
    }

    /**
     * One entry a symbol: what is known of its series without reading them.
     *
     * @param tree the configured timeframes
     * @return a builder
     */
    public static StoreBuilder<LiveStore<SeriesKey, SymbolSeries>> series(TimeframeTree tree) {
        SymbolSeriesCodec codec = new SymbolSeriesCodec(tree);
        return LiveStore.builder(
                StoreNames.SERIES,
                new LiveStore.Layout<>(SeriesKey::text, SeriesKey::parse, codec::write, codec::read));
    }

    /**
     * Every store of the canonical series.
     *
     * @param tree the configured timeframes
     * @return their builders
     */
    public static Set<StoreBuilder<?>> all(TimeframeTree tree) {
        return Set.of(canonicalBars(), series(tree));
    }
}
