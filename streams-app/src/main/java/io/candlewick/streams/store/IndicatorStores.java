package io.candlewick.streams.store;

import io.candlewick.streams.domain.indicator.IndicatorPlan;
import io.candlewick.streams.domain.indicator.SeriesProgress;
import io.candlewick.streams.domain.indicator.SeriesProgressCodec;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Builds the stores of the indicators. */
public final class IndicatorStores {

    private IndicatorStores() {}

    /**
     * One entry a symbol and timeframe: how far its indicators have come; and one more where bars came before all that was said.
     *
     * @param plan which indicators
     * @return a builder
     */
    public static StoreBuilder<LiveStore<IndicatorSeriesKey, SeriesProgress>> series(IndicatorPlan plan) {
        SeriesProgressCodec codec = new SeriesProgressCodec(plan);
        return LiveStore.builder(
                StoreNames.INDICATOR_SERIES,
                new LiveStore.Layout<>(IndicatorSeriesKey::text, IndicatorSeriesKey::parse, codec::write, codec::read));
    }

    /**
     * What series were after some of their bars; the keys are laid out by {@link SnapshotStore}.
     *
     * @return a builder
     */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> snapshots() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(StoreNames.INDICATOR_SNAPSHOTS),
                        Serdes.Bytes(),
                        Serdes.ByteArray())
                .withCachingDisabled();
    }

    /**
     * Every store of the indicators.
     *
     * @param plan which indicators
     * @return their builders
     */
    public static Set<StoreBuilder<?>> all(IndicatorPlan plan) {
        return Set.of(series(plan), snapshots());
    }
}
