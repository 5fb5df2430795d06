package io.candlewick.streams.query;

import io.candlewick.market.Bar;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the places that keep bars, nearest first, until one has all of a range.
 *
 * <p>A tier has all of a range if it has as many bars as are wanted, or reaches back to the range's start, and nothing is missing between
 * them. The last tier's answer stands as it is. What nearer tiers have is put together with it: only state knows the open bar and what is
 * on its way to the tables.
 */
final class Tiers {

    private final List<Tier> tiers;

    Tiers(List<Tier> tiers) {
        this.tiers = List.copyOf(tiers);
    }

    /** Who judges what is missing between the bars of an answer. */
    interface Judge {

        /** The spans in which bars are missing that a tier should have. */
        List<Hole> holes(Tier tier, List<Bar> bars);
    }

    /**
     * Reads.
     *
     * @param judge of the bars of every tier; the last one's answer stands with its holes
     */
    SeriesAnswer read(SeriesWish wish, Judge judge) throws ProblemException, InterruptedException {
        Map<String, String> passedOver = new LinkedHashMap<>();
        SeriesAnswer answer = null;
        boolean hasAll = false;
        int asked = 0;
        for (Tier tier : tiers) {
            asked++;
            try {
                TierAnswer read = merged(tier.read(wish), answer, wish);
                answer = SeriesAnswer.of(read, passedOver).with(judge.holes(tier, read.bars()));
                boolean isLast = asked == tiers.size();
                hasAll = isLast || hasAll(wish, read);
                if (isLast || (hasAll && answer.holes().isEmpty())) {
                    return answer;
                }
                passedOver.put(tier.name(), hasAll ? "has holes there" : "does not reach back that far");
            } catch (StoreUnavailableException away) {
                passedOver.put(tier.name(), String.valueOf(away.getMessage()));
            }
        }
        if (answer == null || !hasAll) {
            throw new ProblemException(Problem.unavailable("No store can answer: " + passedOver
                    + "; CANDLEWICK_TIMESCALE_URL and CANDLEWICK_CLICKHOUSE_URL name others"));
        }
        return answer;
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

    /* What was read before is nearer to the topology: it may have bars that are still on their way to the tables. */
    private static TierAnswer merged(TierAnswer read, @Nullable SeriesAnswer before, SeriesWish wish) {
        if (before == null) {
            return read;
        }
        SeriesSlice nearer =
                new SeriesSlice(before.bars(), List.copyOf(before.indicators().values()));
        SeriesSlice both = new SeriesSlice(read.bars(), read.indicators())
                .with(nearer, wish.range().limit());
        return new TierAnswer(read.tier(), Math.max(read.lag(), before.lag()), both.bars(), both.indicators());
    }
}
