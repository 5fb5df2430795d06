package io.candlewick.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.market.Tick;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MarketTruthTest {

    private static final int STEPS = 5_000;

    private final MarketTruth truth = new MarketTruth(ChaosOptions.of(7, Duration.ofMinutes(1)));

    @Test
    void shouldSayTheSameTicksHoweverOftenItIsAsked() {
        assertThat(ticks(truth)).isEqualTo(ticks(new MarketTruth(ChaosOptions.of(7, Duration.ofMinutes(9)))));
    }

    @Test
    void shouldBeAnotherMarketWithAnotherSeed() {
        assertThat(ticks(truth)).isNotEqualTo(ticks(new MarketTruth(ChaosOptions.of(8, Duration.ofMinutes(1)))));
    }

    @Test
    void shouldBringSomeTicksMinutesLateAndNoneAheadOfItsTime() {
        List<Tick> ticks = ticks(truth);

        assertThat(ticks).anyMatch(tick -> tick.ingestTimeUs() - tick.eventTimeUs() > 120_000_000L);
        assertThat(ticks).noneMatch(MarketTruth::isAhead);
    }

    @Test
    void shouldPutATickOfAWrongClockHoursAhead() {
        assertThat(truth.ahead(0, 10, 1)).matches(MarketTruth::isAhead);
    }

    @Test
    void shouldGiveASymbolNoTicksButItsOwnFromTheFirstStepOn() {
        ChaosOptions usual = ChaosOptions.of(7, Duration.ofMinutes(1));
        MarketTruth ofMany = new MarketTruth(new ChaosOptions(
                usual.seed(),
                usual.time(),
                usual.most(),
                usual.faults(),
                usual.atOnce(),
                usual.site(),
                2_500,
                usual.speed(),
                usual.rate(),
                usual.bound(),
                usual.keep()));

        for (int symbol = 0; symbol < ofMany.symbols(); symbol++) {
            for (long step = 0; step < 3; step++) {
                assertThat(ofMany.ticks(symbol, step)).extracting(Tick::symbol).containsOnly(ofMany.symbol(symbol));
            }
        }
    }

    @Test
    void shouldMakeAtLeastTheRateThatIsAskedFor() {
        double perSecond = truth.symbols() / (truth.stepTime(120).toNanos() / 1e9);

        assertThat(perSecond).isBetween(1_000.0, 3_000.0);
    }

    private static List<Tick> ticks(MarketTruth truth) {
        return LongStream.range(0, STEPS)
                .boxed()
                .flatMap(step -> truth.ticks(3, step).stream())
                .toList();
    }
}
