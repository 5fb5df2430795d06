package io.candlewick.streams.query;

import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.Optional;

/** A place that keeps bars with their indicators and can be asked for them. <b>Thread</b>: any. */
interface Tier {

    /** What answers call it. */
    String name();

    /**
     * Whether it has every bar of a download that was verified, for as long as anybody may ask: what is missing there, the vendor has not.
     */
    default boolean hasAllVerified() {
        return false;
    }

    /**
     * Bars of a series with their indicators.
     *
     * @throws StoreUnavailableException if it cannot answer now; the message says why
     */
    TierAnswer read(SeriesWish wish) throws StoreUnavailableException, InterruptedException;

    /**
     * The same as text, where that was kept.
     *
     * @param valuesOnly whether only the indicators are said of each bar
     * @return empty if {@link #read} must be asked
     */
    default Optional<WrittenSeries.Written> written(SeriesWish wish, boolean valuesOnly) {
        return Optional.empty();
    }
}
