package io.candlewick.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.market.Symbol;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private static final long MINUTE_US = 60_000_000L;
    private static final Symbol EURUSD = Symbol.of("EUR/USD");
    private static final Symbol USDJPY = Symbol.of("USD/JPY");

    private final Refusals refusals = new Refusals();

    @Test
    void shouldLetASymbolGoAfterAMinuteAndAfterTwiceAsLongEachTimeUpToAnHour() {
        long nowUs = 0;
        for (long minutes : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            refusals.refuse(EURUSD, nowUs);
            nowUs += minutes * MINUTE_US;
            assertThat(refusals.lift(nowUs - 1)).isFalse();
            assertThat(refusals.isBarred(EURUSD)).isTrue();
            assertThat(refusals.lift(nowUs)).isTrue();
            assertThat(refusals.isBarred(EURUSD)).isFalse();
        }
    }

    @Test
    void shouldBeginAgainWithAMinuteAfterAnAcceptance() {
        refusals.refuse(EURUSD, 0);
        refusals.refuse(EURUSD, MINUTE_US);
        refusals.accept(EURUSD);
        assertThat(refusals.isBarred(EURUSD)).isFalse();

        refusals.refuse(EURUSD, 0);
        assertThat(refusals.lift(MINUTE_US)).isTrue();
    }

    @Test
    void shouldForgetWhatNobodyWants() {
        refusals.refuse(EURUSD, 0);
        refusals.refuse(USDJPY, 0);
        refusals.retain(Set.of(USDJPY));

        assertThat(refusals.isBarred(EURUSD)).isFalse();
        assertThat(refusals.isBarred(USDJPY)).isTrue();
    }
}
