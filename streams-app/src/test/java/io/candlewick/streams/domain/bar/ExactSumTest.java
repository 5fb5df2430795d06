package io.candlewick.streams.domain.bar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExactSumTest {

    /** Decimals of up to 15 digits, of either sign: what a double names exactly. */
    @Provide
    Arbitrary<List<BigDecimal>> decimals() {
        Arbitrary<Long> units = Arbitraries.longs().between(-999_999_999_999_999L, 999_999_999_999_999L);
        Arbitrary<Long> smallUnits = Arbitraries.longs().between(-999_999L, 999_999L);
        Arbitrary<Integer> scale = Arbitraries.integers().between(0, 15);
        return Combinators.combine(Arbitraries.oneOf(units, smallUnits), scale)
                .as(BigDecimal::valueOf)
                .list()
                .ofMaxSize(40);
    }

    @Property
    void shouldRoundQuotientsOnceAsDecimalsDo(
            @ForAll("decimals") List<BigDecimal> numbers,
            @ForAll("decimals") List<BigDecimal> divisors,
            @ForAll @IntRange(min = 1, max = 1_000_000) int count) {
        ExactSum sum = sum(numbers, 5);
        ExactSum divisor = sum(divisors, 2);

        assertThat(sum.toDouble()).isEqualTo(sum.toDecimal().doubleValue());
        assertThat(sum.over(count)).isEqualTo(quotient(sum.toDecimal(), BigDecimal.valueOf(count)));
        if (divisor.isZero()) {
            assertThat(sum.over(divisor)).isNaN();
        } else {
            assertThat(sum.over(divisor)).isEqualTo(quotient(sum.toDecimal(), divisor.toDecimal()));
        }
    }

    @Property
    void shouldCountPipsAsDecimalsDo(
            @ForAll @IntRange(min = 1, max = 100_000_000) int larger,
            @ForAll @IntRange(min = 1, max = 100_000_000) int smaller,
            @ForAll @IntRange(min = 0, max = 12) int scale,
            @ForAll @IntRange(min = 0, max = 10) int pipScale) {
        BigDecimal left = BigDecimal.valueOf(larger, scale);
        BigDecimal right = BigDecimal.valueOf(smaller, scale);
        BigDecimal pip = BigDecimal.valueOf(1, pipScale);

        assertThat(Bars.pips(left.doubleValue(), right.doubleValue(), pip.doubleValue()))
                .isEqualTo(quotient(left.subtract(right), pip));
    }

    private static double quotient(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, MathContext.DECIMAL128).doubleValue();
    }

    @Property
    void shouldEqualDecimalSumInAnyOrder(
            @ForAll("decimals") List<BigDecimal> numbers,
            @ForAll @IntRange(max = 15) int usualScale,
            @ForAll long seed) {
        BigDecimal expected = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        List<BigDecimal> shuffled = new ArrayList<>(numbers);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(sum(numbers, usualScale).toDecimal()).isEqualByComparingTo(expected);
        assertThat(sum(shuffled, usualScale).toDecimal()).isEqualByComparingTo(expected);
    }

    @Property
    void shouldEqualDecimalSumHoweverItIsMerged(
            @ForAll("decimals") List<BigDecimal> first, @ForAll("decimals") List<BigDecimal> second) {
        ExactSum merged = sum(first, 5);
        merged.add(sum(second, 2));

        BigDecimal expected = first.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .add(second.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        assertThat(merged.toDecimal()).isEqualByComparingTo(expected);
    }

    @Provide
    Arbitrary<List<BigDecimal>> pricesAndSizes() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 999_999_999L),
                        Arbitraries.integers().between(0, 9))
                .as(BigDecimal::valueOf)
                .list()
                .ofMinSize(2)
                .ofMaxSize(40);
    }

    @Property
    void shouldEqualDecimalSumOfProducts(@ForAll("pricesAndSizes") List<BigDecimal> numbers) {
        ExactSum sum = new ExactSum();
        BigDecimal expected = BigDecimal.ZERO;
        for (int index = 0; index + 1 < numbers.size(); index += 2) {
            BigDecimal price = numbers.get(index);
            BigDecimal size = numbers.get(index + 1);
            sum.addProduct(price.doubleValue(), 5, size.doubleValue(), 2);
            expected = expected.add(price.multiply(size));
        }

        assertThat(sum.toDecimal()).isEqualByComparingTo(expected);
    }

    @Property
    void shouldNotDependOnOrderForAnyDoubleBelowItsLimit(
            @ForAll long seed, @ForAll @IntRange(max = 15) int usualScale) {
        Random random = new Random(seed);
        List<Double> numbers = new ArrayList<>();
        for (int count = random.nextInt(30); count >= 0; count--) {
            numbers.add((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(30) - 15));
        }
        List<Double> shuffled = new ArrayList<>(numbers);
        Collections.shuffle(shuffled, random);

        ExactSum sum = new ExactSum();
        numbers.forEach(number -> sum.add(number, usualScale));
        ExactSum other = new ExactSum();
        shuffled.forEach(number -> other.add(number, usualScale));

        assertThat(other.toDecimal()).isEqualByComparingTo(sum.toDecimal());
        assertThat(sum.toDecimal().doubleValue())
                .isCloseTo(
                        numbers.stream()
                                .map(BigDecimal::valueOf)
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .doubleValue(),
                        within(0.5 * numbers.size()));
    }

    @Property
    void shouldNotDependOnOrderForProductsOfLongDecimals(@ForAll long seed) {
        Random random = new Random(seed);
        List<double[]> pairs = new ArrayList<>();
        for (int count = random.nextInt(30); count >= 0; count--) {
            pairs.add(
                    new double[] {random.nextDouble() * 50_000, random.nextDouble() * Math.pow(10, random.nextInt(9))});
        }
        List<double[]> shuffled = new ArrayList<>(pairs);
        Collections.shuffle(shuffled, random);

        ExactSum sum = new ExactSum();
        pairs.forEach(pair -> sum.addProduct(pair[0], 5, pair[1], 2));
        ExactSum other = new ExactSum();
        shuffled.forEach(pair -> other.addProduct(pair[0], 5, pair[1], 2));

        assertThat(other.toDecimal()).isEqualByComparingTo(sum.toDecimal());
    }

    @Test
    void shouldGrowItsScale() {
        ExactSum sum = new ExactSum();

        sum.add(1.5, 0);
        sum.add(0.000000000000001, 5);
        sum.add(-2.25, 5);

        assertThat(sum.toDecimal()).isEqualByComparingTo("-0.749999999999999");
        assertThat(sum.scale()).isEqualTo(15);
    }

    @Test
    void shouldHoldMoreThanSixtyFourBits() {
        ExactSum sum = new ExactSum();
        for (int count = 0; count < 100_000; count++) {
            sum.addProduct(99_999.99999999, 8, 99_999.99999999, 8);
        }

        assertThat(sum.toDecimal()).isEqualByComparingTo("999999999999800.00000000001");
    }

    @Test
    void shouldRoundDoubleOfSeventeenDigitsToFifteen() {
        ExactSum sum = new ExactSum();

        sum.add(0.1 + 0.2, 5);
        sum.add(Math.nextUp(1.38728), 5);

        assertThat(sum.toDecimal()).isEqualByComparingTo("1.68728");
    }

    @Test
    void shouldRoundProductOfLongDecimals() {
        ExactSum sum = new ExactSum();

        sum.addProduct(0.958360440227192, 5, 0.123456789012345, 0);

        assertThat(sum.toDecimal())
                .isEqualByComparingTo(new BigDecimal("0.958360440227192")
                        .multiply(new BigDecimal("0.123456789012345"))
                        .setScale(18, RoundingMode.HALF_EVEN));
    }

    @Test
    void shouldBeZeroAtFirst() {
        assertThat(new ExactSum().toDecimal()).isEqualByComparingTo("0");
    }

    private static ExactSum sum(List<BigDecimal> numbers, int usualScale) {
        ExactSum sum = new ExactSum();
        numbers.forEach(number -> sum.add(number.doubleValue(), usualScale));
        return sum;
    }
}
