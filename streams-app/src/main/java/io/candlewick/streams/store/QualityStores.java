package io.candlewick.streams.store;

import io.candlewick.streams.domain.quality.PriceReference;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds the store of the quality gate. */
public final class QualityStores {

    private QualityStores() {}

    /**
     * One entry a symbol whose instrument has a spike band: the last price that was believed.
     *
     * @return a builder
     */
    public static StoreBuilder<LiveStore<SeriesKey, PriceReference>> priceReferences() {
        return LiveStore.builder(
                StoreNames.PRICE_REFERENCES,
                new LiveStore.Layout<>(
                        SeriesKey::text, SeriesKey::parse, PriceReference::toBytes, PriceReference::fromBytes));
    }
}
