package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.streams.stored.SeriesRange;
import io.candlewick.streams.stored.StoreUnavailableException;
import io.candlewick.streams.stored.StoredSeries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the places that keep bars, nearest first, until one has all of a range.
 *
 * <p>A tier has all of a range if it has as many bars as are wanted, or reaches back to the range's start. The last tier's answer stands as it is.
 */
final class Tiers {

    private final List<StoredSeries> tiers;

    Tiers(List<StoredSeries> tiers) {
        this.tiers = List.copyOf(tiers);
    }

    SeriesAnswer bars(SeriesRange range, boolean withIndicators) throws ProblemException, InterruptedException {
        Map<String, String> passedOver = new LinkedHashMap<>();
        for (int index = 0; index < tiers.size(); index++) {
            StoredSeries tier = tiers.get(index);
            try {
                List<Bar> bars = tier.bars(range);
                if (index < tiers.size() - 1 && !hasAll(range, bars)) {
                    passedOver.put(tier.name(), "does not reach back that far");
                    continue;
                }
                return new SeriesAnswer(
                        tier.name(),
                        passedOver,
                        bars,
                        withIndicators ? indicators(tier, range, bars) : Map.of(),
                        List.of());
            } catch (StoreUnavailableException away) {
                passedOver.put(tier.name(), String.valueOf(away.getMessage()));
            }
        }
        throw new ProblemException(Problem.unavailable("No store can answer: " + passedOver
                + "; CANDLEWICK_TIMESCALE_URL and CANDLEWICK_CLICKHOUSE_URL name others"));
    }

    private static boolean hasAll(SeriesRange range, List<Bar> bars) {
        return bars.size() >= range.limit()
                || (!bars.isEmpty() && bars.get(0).key().startTimeUs() <= range.fromUs());
    }

    private static Map<Long, IndicatorValues> indicators(StoredSeries tier, SeriesRange range, List<Bar> bars)
            throws StoreUnavailableException, InterruptedException {
        Map<Long, IndicatorValues> byStart = new LinkedHashMap<>();
        if (!bars.isEmpty()) {
            for (IndicatorValues values :
                    tier.indicators(range.from(bars.get(0).key().startTimeUs()))) {
                byStart.put(values.key().startTimeUs(), values);
            }
        }
        return byStart;
    }
}
