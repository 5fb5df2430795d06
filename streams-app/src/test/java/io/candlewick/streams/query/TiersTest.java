package io.candlewick.streams.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.streams.stored.SeriesRange;
import io.candlewick.streams.stored.StoreUnavailableException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TiersTest {

    @Test
    void shouldTakeTheFirstTierThatHasAsManyBarsAsAreWanted() throws Exception {
        SeriesAnswer answer =
                new Tiers(List.of(tier("state", 2, false), tier("deep", 9, false))).read(wish(2), TiersTest::nothing);

        assertThat(answer.tier()).isEqualTo("state");
        assertThat(answer.passedOver()).isEmpty();
    }

    @Test
    void shouldNotCountTheOpenBarAsOneOfThoseThatAreWanted() throws Exception {
        SeriesAnswer answer =
                new Tiers(List.of(tier("state", 2, true), tier("deep", 9, false))).read(wish(3), TiersTest::nothing);

        assertThat(answer.tier()).isEqualTo("deep");
        assertThat(answer.passedOver()).containsOnlyKeys("state");
    }

    @Test
    void shouldPutTheOpenBarBehindTheBarsOfATierThatKnowsNone() throws Exception {
        SeriesAnswer answer =
                new Tiers(List.of(tier("state", 9, true), tier("deep", 9, false))).read(wish(20), TiersTest::nothing);

        assertThat(answer.tier()).isEqualTo("deep");
        assertThat(answer.bars()).hasSize(10);
        assertThat(answer.bars().get(9).status()).isEqualTo(BarStatus.FORMING);
    }

    @Test
    void shouldLeaveTheOpenBarOutWhereItHasClosedMeanwhile() throws Exception {
        SeriesAnswer answer =
                new Tiers(List.of(tier("state", 2, true), tier("deep", 9, false))).read(wish(20), TiersTest::nothing);

        assertThat(answer.bars()).hasSize(9).allMatch(bar -> bar.status() == BarStatus.FINAL);
    }

    @Test
    void shouldTakeWhatIsMissingBetweenItsBarsFromTheNextTier() throws Exception {
        Tier state = new Fake("state", new TierAnswer("state", 0, List.of(closed(0), closed(7), closed(8)), List.of()));
        Tier deep = tier("deep", 8, false);

        SeriesAnswer answer = new Tiers(List.of(state, deep)).read(wish(3), TiersTest::missing);

        assertThat(answer.tier()).isEqualTo("deep");
        assertThat(answer.passedOver()).containsEntry("state", "has holes there");
        assertThat(answer.bars()).containsExactly(closed(6), closed(7), closed(8));
    }

    @Test
    void shouldAnswerWithHolesWhereNobodyElseCanBeAsked() throws Exception {
        Tier state = new Fake("state", new TierAnswer("state", 0, List.of(closed(0), closed(8)), List.of()));

        SeriesAnswer answer = new Tiers(List.of(state, away("deep"))).read(wish(2), TiersTest::missing);

        assertThat(answer.tier()).isEqualTo("state");
        assertThat(answer.bars()).hasSize(2);
        assertThat(answer.complete()).isFalse();
    }

    @Test
    void shouldSayWhyEveryTierIsAway() {
        assertThatThrownBy(() -> new Tiers(List.of(away("state"), away("deep"))).read(wish(2), TiersTest::nothing))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("state=state is away")
                .hasMessageContaining("deep=deep is away");
    }

    private static Bar closed(int minute) {
        return ExampleSeries.bar(minute, BarStatus.FINAL);
    }

    private static List<Hole> nothing(Tier tier, List<Bar> bars) {
        return List.of();
    }

    private static List<Hole> missing(Tier tier, List<Bar> bars) {
        long fromUs = bars.get(0).key().startTimeUs();
        long toUs = bars.get(bars.size() - 1).endTimeUs();
        long lacking = (toUs - fromUs) / ExampleSeries.RANGE.timeframe().lengthUs() - bars.size();
        return lacking == 0 ? List.of() : List.of(new Hole(fromUs, toUs, (int) lacking, false));
    }

    private static SeriesWish wish(int limit) {
        SeriesRange range = ExampleSeries.RANGE;
        return new SeriesWish(
                new SeriesRange(range.tenant(), range.symbol(), range.timeframe(), range.fromUs(), range.toUs(), limit),
                false,
                Set.of(),
                BarField.ALL,
                true);
    }

    private static Tier tier(String name, int closed, boolean open) {
        List<Bar> bars = IntStream.range(0, closed + (open ? 1 : 0))
                .mapToObj(minute -> ExampleSeries.bar(minute, minute < closed ? BarStatus.FINAL : BarStatus.FORMING))
                .toList();
        return new Fake(name, new TierAnswer(name, 0, bars, List.of()));
    }

    private static Tier away(String name) {
        return new Fake(name, null);
    }

    private record Fake(
            String name, @org.jspecify.annotations.Nullable TierAnswer answer) implements Tier {

        @Override
        public TierAnswer read(SeriesWish wish) throws StoreUnavailableException {
            if (answer == null) {
                throw new StoreUnavailableException(name + " is away", null);
            }
            return answer;
        }
    }
}
