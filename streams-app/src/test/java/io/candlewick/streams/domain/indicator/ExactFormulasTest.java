package io.candlewick.streams.domain.indicator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What looks at a window or sums for ever is exact whatever the bars are like, and stays so: no error outlives the window. */
class ExactFormulasTest {

    private static final IndicatorPlan PLAN = IndicatorPlan.parse(
            "sma(3) sma(20) sma(64) wma(20) bollinger(20,2) cci(20) mfi(14) stochastic(14,3,3) williams_r(14) obv");

    @Property(tries = 30)
    void shouldBeExactWhateverTheBarsAreLike(@ForAll long seed, @ForAll Walks walk) {
        List<IndicatorBar> bars = walk.bars(seed, 400);
        Map<String, double[]> actual = Columns.of(PLAN, bars);
        ExactFormulas exact = new ExactFormulas(bars);
        for (IndicatorPlan.Entry entry : PLAN.entries()) {
            for (int output = 0; output < entry.columns().size(); output++) {
                String name = entry.columns().get(output).name();
                double[] values = requireNonNull(actual.get(name));
                for (int row = 0; row < values.length; row++) {
                    if (!Double.isNaN(values[row]) && isDefined(walk, name, row, exact)) {
                        check(name, row, exact.value(entry, output, row).orElseThrow(), values[row], bars);
                    }
                }
            }
        }
    }

    /* A seed with which a sum fell far in several steps, none of them much by itself. */
    @Example
    void shouldBeExactAfterAFallInSeveralSteps() {
        shouldBeExactWhateverTheBarsAreLike(-2, Walks.EVERY_MAGNITUDE);
    }

    /* Squares of differences below 1e-154 are below the least double, so deviations are 0 there: bands have no width. */
    private static boolean isDefined(Walks walk, String name, int row, ExactFormulas exact) {
        return !name.startsWith("bollinger")
                || (walk != Walks.SUBNORMAL && walk != Walks.EVERY_MAGNITUDE)
                || exact.variance(row, 20).compareTo(new BigDecimal("1e-250")) > 0;
    }

    private static void check(String name, int row, double expected, double actual, List<IndicatorBar> bars) {
        // A band may be far less than the middle it was taken from.
        double floor = name.startsWith("bollinger_lower") || name.startsWith("bollinger_upper")
                ? 1e-13
                        * bars.subList(row - 19, row + 1).stream()
                                .mapToDouble(IndicatorBar::close)
                                .max()
                                .orElseThrow()
                : isOfAPrice(name) ? 2 * Double.MIN_VALUE : Agreement.FLOOR;
        assertThat(Agreement.agree(expected, actual, 1e-12, floor))
                .as("%s in row %d: exact is %s, we say %s", name, row, expected, actual)
                .isTrue();
    }

    private static boolean isOfAPrice(String name) {
        return name.startsWith("sma")
                || name.startsWith("wma")
                || name.startsWith("bollinger_middle")
                || name.equals("obv");
    }
}
