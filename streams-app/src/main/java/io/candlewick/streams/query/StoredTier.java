package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.streams.stored.SeriesRange;
import io.candlewick.streams.stored.StoreUnavailableException;
import io.candlewick.streams.stored.StoredSeries;
import java.util.List;

/** A database as a tier; it knows no open bars. */
record StoredTier(StoredSeries stored) implements Tier {

    @Override
    public String name() {
        return stored.name();
    }

    @Override
    public boolean hasAllVerified() {
        return stored.hasAllVerified();
    }

    @Override
    public TierAnswer read(SeriesWish wish) throws StoreUnavailableException, InterruptedException {
        SeriesRange range = wish.range();
        List<Bar> bars = stored.bars(range);
        return new TierAnswer(
                name(),
                0,
                bars,
                wish.indicators() && !bars.isEmpty()
                        ? stored.indicators(range.from(bars.get(0).key().startTimeUs()))
                        : List.of());
    }
}
