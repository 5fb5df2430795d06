package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the places that keep bars, nearest first, until one has all of a range.
 *
 * <p>A tier has all of a range if it has as many bars as are wanted, or reaches back to the range's start. The last tier's answer stands as it
 * is. Only state knows the open bar, so it is put after the bars of whoever answers.
 */
final class Tiers {

    private final List<Tier> tiers;

    Tiers(List<Tier> tiers) {
        this.tiers = List.copyOf(tiers);
    }

    SeriesAnswer read(SeriesWish wish) throws ProblemException, InterruptedException {
        Map<String, String> passedOver = new LinkedHashMap<>();
        TierAnswer withOpenBar = null;
        for (int index = 0; index < tiers.size(); index++) {
            Tier tier = tiers.get(index);
            try {
                TierAnswer answer = tier.read(wish);
                if (answer.hasOpenBar()) {
                    withOpenBar = answer;
                }
                if (index < tiers.size() - 1 && !hasAll(wish, answer)) {
                    passedOver.put(tier.name(), "does not reach back that far");
                    continue;
                }
                return SeriesAnswer.of(withOpenBar(answer, withOpenBar), passedOver);
            } catch (StoreUnavailableException away) {
                passedOver.put(tier.name(), String.valueOf(away.getMessage()));
            }
        }
        throw new ProblemException(Problem.unavailable("No store can answer: " + passedOver
                + "; CANDLEWICK_TIMESCALE_URL and CANDLEWICK_CLICKHOUSE_URL name others"));
    }

    /** The answer of the nearest tier as text, if it has all and kept what it wrote: else {@link #read} must be asked. */
    Optional<WrittenAnswer> written(SeriesWish wish, boolean valuesOnly) {
        Tier nearest = tiers.get(0);
        return nearest.written(wish, valuesOnly)
                .filter(found -> tiers.size() == 1
                        || found.closed().count() >= wish.range().limit())
                .map(found -> new WrittenAnswer(
                        SeriesAnswer.of(new TierAnswer(nearest.name(), 0, List.of(), List.of()), Map.of()),
                        found.closed(),
                        found.open()));
    }

    private static boolean hasAll(SeriesWish wish, TierAnswer answer) {
        int closed = answer.closed();
        return closed >= wish.range().limit()
                || (closed > 0
                        && answer.bars().get(0).key().startTimeUs()
                                <= wish.range().fromUs());
    }

    private static TierAnswer withOpenBar(TierAnswer answer, @Nullable TierAnswer from) {
        if (from == null || answer.hasOpenBar()) {
            return answer;
        }
        Bar open = from.bars().get(from.bars().size() - 1);
        long startUs = open.key().startTimeUs();
        List<Bar> bars = new ArrayList<>(answer.bars());
        if (!bars.isEmpty() && bars.get(bars.size() - 1).key().startTimeUs() >= startUs) {
            return answer;
        }
        bars.add(open);
        List<IndicatorValues> indicators = new ArrayList<>(answer.indicators());
        from.indicators().stream()
                .filter(values -> values.key().startTimeUs() == startUs)
                .forEach(indicators::add);
        return new TierAnswer(answer.tier(), answer.lag(), bars, indicators);
    }
}
