package io.candlewick.streams.domain.indicator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.market.IndicatorColumn;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every value of every series is TA-Lib's, within 1e-10 relative or 1e-9 absolute, and is there in the rows in which TA-Lib's is there.
 *
 * <p>Where they differ by more, TA-Lib has to be wrong: our value must be the exact one (computed by definition in decimals) and TA-Lib's
 * must not. What is known of TA-Lib 0.4.0 for Java:
 *
 * <ul>
 *   <li>All: what overflows is infinite there; here it is absent.
 *   <li>sma, wma, bollinger, mfi, stochastic: its running sums keep the rounding errors of every bar since the first, so a spike, or
 *       prices of very different sizes, leave an error behind that never goes away.
 *   <li>bollinger: a variance below 1e-8 counts as 0 (an FX pair of one pip deviation is there already).
 *   <li>macd: a signal of one bar ends in an exception, so the signals here have two and more.
 *   <li>mfi: a money flow below 1 counts as none.
 *   <li>cci: the mean is rounded, so where prices differ in their last digits only, or not at all, it says what it rounded by.
 *   <li>rsi, adx, plus_di, minus_di: averages below 1e-8 count as 0. There the truth is what TA-Lib says of the same prices times a power of
 *       two, which changes nothing else: these indicators do not depend on the unit of the price.
 * </ul>
 */
class TaLibTest {

    private static final IndicatorPlan PLAN = IndicatorPlan.standard();
    private static final List<String> WITHOUT_UNIT = List.of("rsi", "adx", "plus_di", "minus_di");

    @ParameterizedTest
    @EnumSource(
            value = Walks.class,
            names = {"RANDOM", "TICKS", "CONSTANT", "GAPS", "MONOTONE"})
    void shouldSayWhatTaLibSaysOfAHundredThousandBars(Walks walk) {
        assertThat(compare(PLAN, walk.bars(20_240_601, 100_000))).isEmpty();
    }

    @Test
    void shouldBeRightWhereTaLibIsNotInAHundredThousandBarsWithStretchesOfOnePrice() {
        assertThat(compare(PLAN, Walks.STRETCHES.bars(20_240_601, 100_000)))
                .containsExactly("bollinger_lower_20_2", "bollinger_upper_20_2");
    }

    @Property(tries = 60)
    void shouldSayWhatTaLibSaysForAnyParameters(@ForAll long seed, @ForAll Walks walk) {
        Random random = new Random(seed);
        int slow = 3 + random.nextInt(40);
        String text = String.join(
                " ",
                "sma(" + (2 + random.nextInt(300)) + ")",
                "ema(" + (2 + random.nextInt(300)) + ")",
                "wma(" + (2 + random.nextInt(100)) + ")",
                "bollinger(" + (2 + random.nextInt(100)) + "," + (1 + random.nextInt(5)) / 2.0 + ")",
                "stochastic(" + (1 + random.nextInt(30)) + "," + (1 + random.nextInt(6)) + "," + (1 + random.nextInt(6))
                        + ")",
                "macd(" + (2 + random.nextInt(slow - 2)) + "," + slow + "," + (2 + random.nextInt(12)) + ")",
                "atr(" + (1 + random.nextInt(30)) + ")",
                "cci(" + (2 + random.nextInt(40)) + ")",
                "williams_r(" + (2 + random.nextInt(40)) + ")",
                "mfi(" + (2 + random.nextInt(40)) + ")",
                "roc(" + (1 + random.nextInt(40)) + ")",
                "aroon(" + (2 + random.nextInt(60)) + ")",
                "parabolic_sar(0.0" + (1 + random.nextInt(5)) + ",0." + (1 + random.nextInt(8)) + ")");
        // Averages of subnormal numbers have no digits left to compare.
        boolean great = walk != Walks.SUBNORMAL && walk != Walks.EVERY_MAGNITUDE;
        String more = great ? " rsi(" + (2 + random.nextInt(30)) + ") adx(" + (2 + random.nextInt(30)) + ")" : "";

        compare(IndicatorPlan.parse(text + more), walk.bars(seed, 400));
    }

    @Test
    void shouldNotDependOnTheUnitOfThePrice() {
        List<IndicatorBar> bars = Walks.RANDOM.bars(11, 3_000);
        Map<String, double[]> expected = TaLib.of(PLAN, bars);
        for (int exponent : new int[] {-120, -40, 40, 300}) {
            Map<String, double[]> actual = Columns.of(PLAN, scaled(bars, exponent));
            for (String name :
                    List.of("rsi_9", "rsi_14", "adx_14", "plus_di_14", "minus_di_14", "stochastic_k_14_3_3")) {
                Agreement.assertSame(name, column(expected, name), column(actual, name));
            }
            for (String name :
                    List.of("ema_50", "atr_14", "macd_signal_12_26_9", "parabolic_sar_0p02_0p2", "sma_200")) {
                double[] unscaled = column(actual, name).clone();
                for (int row = 0; row < unscaled.length; row++) {
                    unscaled[row] = Math.scalb(unscaled[row], -exponent);
                }
                Agreement.assertSame(name, column(expected, name), unscaled);
            }
        }
    }

    private static List<IndicatorBar> scaled(List<IndicatorBar> bars, int exponent) {
        return bars.stream()
                .map(bar -> new IndicatorBar(
                        bar.startUs(),
                        bar.sessionStartUs(),
                        Math.scalb(bar.open(), exponent),
                        Math.scalb(bar.high(), exponent),
                        Math.scalb(bar.low(), exponent),
                        Math.scalb(bar.close(), exponent),
                        bar.volume()))
                .toList();
    }

    private static double[] column(Map<String, double[]> columns, String name) {
        return requireNonNull(columns.get(name), name);
    }

    /* A band is a difference: near 0 it has the last digits of its middle, in every library. */
    private static boolean areBandsNearZero(String name, double one, double other, List<IndicatorBar> bars, int row) {
        double greatest = bars.subList(Math.max(0, row - 99), row + 1).stream()
                .mapToDouble(IndicatorBar::close)
                .max()
                .orElseThrow();
        return name.startsWith("bollinger") && Agreement.agree(one, other, 0, 1e-14 * greatest);
    }

    /** Compares all columns that TA-Lib has; gives the columns in which TA-Lib is wrong somewhere. */
    private static Set<String> compare(IndicatorPlan plan, List<IndicatorBar> bars) {
        Map<String, double[]> expected = TaLib.of(plan, bars);
        Map<String, double[]> actual = Columns.of(plan, bars);
        Judge judge = new Judge(plan, bars);
        Set<String> wrong = new TreeSet<>();
        for (IndicatorPlan.Entry entry : plan.entries()) {
            List<IndicatorColumn> columns = entry.columns();
            for (int output = 0; output < columns.size(); output++) {
                String name = columns.get(output).name();
                if (!expected.containsKey(name)) {
                    continue;
                }
                double[] theirs = column(expected, name);
                double[] ours = column(actual, name);
                for (int row = 0; row < theirs.length; row++) {
                    double said = Double.isFinite(theirs[row]) ? theirs[row] : Double.NaN;
                    if (!Agreement.agree(said, ours[row]) && !areBandsNearZero(name, said, ours[row], bars, row)) {
                        judge.check(entry, output, row, theirs[row], ours[row]);
                        wrong.add(name);
                    }
                }
            }
        }
        return wrong;
    }

    /** Finds the truth where two differ. */
    private static final class Judge {

        private final IndicatorPlan plan;
        private final List<IndicatorBar> bars;
        private final ExactFormulas exact;
        private Map<String, double[]> scaled = Map.of();

        Judge(IndicatorPlan plan, List<IndicatorBar> bars) {
            this.plan = plan;
            this.bars = bars;
            this.exact = new ExactFormulas(bars);
        }

        void check(IndicatorPlan.Entry entry, int output, int row, double theirs, double ours) {
            String name = entry.columns().get(output).name();
            String what = String.format("%s in row %d: TA-Lib says %s, we say %s", name, row, theirs, ours);
            assertThat(ours).as(what).isNotNaN();
            double truth = exact.value(entry, output, row).orElseGet(() -> scaled(what, name)[row]);
            assertThat(Agreement.agree(truth, ours) || areBandsNearZero(name, truth, ours, bars, row))
                    .as("%s, exact is %s", what, truth)
                    .isTrue();
            assertThat(Math.abs(theirs - truth)).as(what).isGreaterThan(Math.abs(ours - truth));
        }

        /* What TA-Lib says of prices so great that none of its averages is below 1e-8. */
        private double[] scaled(String what, String name) {
            assertThat(WITHOUT_UNIT).as(what).anyMatch(name::startsWith);
            if (scaled.isEmpty()) {
                scaled = TaLib.of(plan, TaLibTest.scaled(bars, 200));
            }
            return column(scaled, name);
        }
    }
}
