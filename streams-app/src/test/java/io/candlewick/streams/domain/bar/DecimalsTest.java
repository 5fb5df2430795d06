package io.candlewick.streams.domain.bar;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DecimalsTest {

    @Property
    void shouldFindTheDecimalThatDoubleNames(
            @ForAll @LongRange(min = -999_999_999_999_999L, max = 999_999_999_999_999L) long units,
            @ForAll @IntRange(max = 15) int scale) {
        assertThat(Decimals.units(BigDecimal.valueOf(units, scale).doubleValue(), scale))
                .isEqualTo(units);
        assertThat(Decimals.value(units, scale))
                .isEqualTo(BigDecimal.valueOf(units, scale).doubleValue());
    }

    @Test
    void shouldSayWhenNumberHasMoreDecimals() {
        assertThat(Decimals.units(1.38728, 4)).isEqualTo(Decimals.INEXACT);
        assertThat(Decimals.units(1.38728, 5)).isEqualTo(138_728);
    }

    @Test
    void shouldSayWhenNumberHasTooManyDigits() {
        assertThat(Decimals.units(1e16, 0)).isEqualTo(Decimals.INEXACT);
        assertThat(Decimals.units(Double.NaN, 5)).isEqualTo(Decimals.INEXACT);
        assertThat(Decimals.units(Double.NEGATIVE_INFINITY, 5)).isEqualTo(Decimals.INEXACT);
    }

    @Test
    void shouldFindTheScaleOfBothNumbers() {
        assertThat(Decimals.commonScale(1.38727, 1.38729, 5)).isEqualTo(5);
        assertThat(Decimals.commonScale(1.387271, 1.38729, 5)).isEqualTo(6);
        assertThat(Decimals.commonScale(Math.nextUp(1.38728), 1.38729, 5)).isEqualTo(Decimals.NO_SCALE);
    }

    @Test
    void shouldTakeFewerDecimalsOfGreatNumbers() {
        assertThat(Decimals.fittingScale(12_345_678, 8)).isEqualTo(7);
        assertThat(Decimals.fittingScale(70_368_744_177_664.1, 2)).isEqualTo(1);
        assertThat(Decimals.fittingScale(0.000000001, 2)).isEqualTo(9);
    }

    @Test
    void shouldHalveExactly() {
        assertThat(Decimals.half(138_727 + 138_729, 5)).isEqualTo(1.38728);
        assertThat(Decimals.half(138_727 + 138_730, 5)).isEqualTo(1.387285);
    }
}
