package io.candlewick.streams.domain.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.market.TradingCalendar;
import org.junit.jupiter.api.Test;

class CoverageTest {

    private final Coverage coverage = new Coverage();

    @Test
    void shouldCoverNothingAtFirst() {
        assertThat(coverage.isCovered(0, 1, TradingCalendar.UTC)).isFalse();
    }

    @Test
    void shouldCoverFromTheStart() {
        coverage.covered(100);

        assertThat(coverage.isCovered(99, 200, TradingCalendar.UTC)).isFalse();
        assertThat(coverage.isCovered(100, 200, TradingCalendar.UTC)).isTrue();
    }

    @Test
    void shouldUncoverExactlyTheHole() {
        coverage.covered(0);
        coverage.lost(100);
        coverage.covered(200);

        assertThat(coverage.isCovered(0, 100, TradingCalendar.UTC)).isTrue();
        assertThat(coverage.isCovered(0, 101, TradingCalendar.UTC)).isFalse();
        assertThat(coverage.isCovered(199, 300, TradingCalendar.UTC)).isFalse();
        assertThat(coverage.isCovered(200, 300, TradingCalendar.UTC)).isTrue();
    }

    @Test
    void shouldKeepTheEarliestLossWhileNobodyDelivers() {
        coverage.covered(0);
        coverage.lost(100);
        coverage.lost(150);

        assertThat(coverage.isCovered(100, 101, TradingCalendar.UTC)).isFalse();
    }

    @Test
    void shouldCloseHoleThatIsDeliveredAfterAll() {
        coverage.covered(0);
        coverage.lost(100);
        coverage.covered(50);

        assertThat(coverage.isCovered(0, 300, TradingCalendar.UTC)).isTrue();
    }

    @Test
    void shouldForgetHolesThatAreOver() {
        coverage.covered(0);
        coverage.lost(100);
        coverage.covered(200);

        coverage.forgetBefore(199);
        assertThat(coverage.holes()).hasSize(1);
        coverage.forgetBefore(200);
        assertThat(coverage.holes()).isEmpty();
    }

    @Test
    void shouldMergeTheOldestHolesWhenThereAreTooMany() {
        coverage.covered(0);
        for (long hole = 1; hole <= 70; hole++) {
            coverage.lost(hole * 100);
            coverage.covered(hole * 100 + 10);
        }

        assertThat(coverage.holes()).hasSize(64);
        assertThat(coverage.isCovered(110, 200, TradingCalendar.UTC)).isFalse();
        assertThat(coverage.isCovered(6910, 7000, TradingCalendar.UTC)).isTrue();
    }
}
