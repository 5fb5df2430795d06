package io.candlewick.streams.domain.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IndicatorSeriesTest {

    private static final IndicatorPlan PLAN = IndicatorPlan.standard();
    private static final long HOUR_US = TimeUnit.HOURS.toMicros(1);
    private static final long DAY_US = TimeUnit.DAYS.toMicros(1);

    private static IndicatorBar bar(int hour, double high, double low, double close, double volume) {
        return new IndicatorBar(hour * HOUR_US, hour / 24 * DAY_US, close, high, low, close, volume);
    }

    private static double[] run(IndicatorPlan plan, List<IndicatorBar> bars) {
        double[] values = new double[plan.columns().size()];
        IndicatorSeries series = plan.newSeries();
        bars.forEach(bar -> series.next(bar, values));
        return values;
    }

    @Test
    void shouldHaveAValueFromItsFirstBarOnAndNeverBefore() {
        List<IndicatorBar> bars = Walks.RANDOM.bars(1, 300);
        IndicatorSeries series = PLAN.newSeries();
        double[] values = new double[PLAN.columns().size()];
        for (IndicatorBar bar : bars) {
            series.next(bar, values);
            for (int column = 0; column < values.length; column++) {
                assertThat(Double.isNaN(values[column]))
                        .as("%s of bar %d", PLAN.columns().get(column), series.barsSeen())
                        .isEqualTo(series.barsSeen() < PLAN.firstBar(column));
            }
        }
        assertThat(PLAN.warmUpBars()).isEqualTo(200);
    }

    @Property(tries = 40)
    void shouldSayOnlyFiniteValuesWithinTheirRange(@ForAll long seed, @ForAll Walks walk) {
        List<String> percents =
                List.of("rsi", "adx", "plus_di", "minus_di", "stochastic", "mfi", "aroon_up", "aroon_down");
        IndicatorSeries series = PLAN.newSeries();
        double[] values = new double[PLAN.columns().size()];
        for (IndicatorBar bar : walk.bars(seed, 300)) {
            series.next(bar, values);
            for (int column = 0; column < values.length; column++) {
                String name = PLAN.columns().get(column).name();
                assertThat(Double.isInfinite(values[column])).as(name).isFalse();
                if (percents.stream().anyMatch(name::startsWith) && !Double.isNaN(values[column])) {
                    assertThat(values[column]).as(name).isBetween(-1e-9, 100 + 1e-9);
                }
            }
        }
    }

    @Property(tries = 40)
    void shouldPeekAtWhatItWouldSayAndStayAsItWas(@ForAll long seed, @ForAll Walks walk) {
        List<IndicatorBar> bars = walk.bars(seed, 250);
        IndicatorSeries series = PLAN.newSeries();
        IndicatorSeries scratch = PLAN.newSeries();
        double[] values = new double[PLAN.columns().size()];
        double[] peeked = new double[values.length];
        for (int row = 0; row + 1 < bars.size(); row++) {
            // A bar that is not to come, and then the one that is.
            IndicatorBar next = bars.get(row + 1);
            series.peek(new IndicatorBar(next.startUs(), 0, 1, 7, 0, 3, 9), scratch, peeked);
            series.peek(bars.get(row), scratch, peeked);
            series.next(bars.get(row), values);

            assertThat(peeked).isEqualTo(values);
        }
        assertThat(series.barsSeen()).isEqualTo(bars.size() - 1);
    }

    @Test
    void shouldGoOnByItselfAfterACopy() {
        List<IndicatorBar> bars = Walks.RANDOM.bars(3, 260);
        IndicatorSeries series = PLAN.newSeries();
        double[] values = new double[PLAN.columns().size()];
        bars.subList(0, 230).forEach(bar -> series.next(bar, values));

        IndicatorSeries copy = series.copy();
        bars.subList(230, 260).forEach(bar -> copy.next(bar, values));

        assertThat(values).isEqualTo(run(PLAN, bars));
        assertThat(series.barsSeen()).isEqualTo(230);
        assertThat(copy.barsSeen()).isEqualTo(260);
    }

    @Test
    void shouldRefuseABarThatDoesNotStartAfterTheLast() {
        IndicatorSeries series = PLAN.newSeries();
        double[] values = new double[PLAN.columns().size()];
        series.next(bar(5, 2, 1, 1, 1), values);

        assertThatThrownBy(() -> series.next(bar(5, 2, 1, 1, 1), values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bar start=18000000000 is not after the last one, start=18000000000");
        assertThatThrownBy(() -> series.next(bar(6, 2, 1, 1, 1), new double[3]))
                .hasMessage("3 values for " + values.length + " columns");
        assertThat(series.barsSeen()).isEqualTo(1);
    }

    @Test
    void shouldRefusePricesThatAreNoNumbers() {
        assertThatThrownBy(() -> bar(1, Double.NaN, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("high=NaN is not a number of at most 1.0E100 in magnitude");
        assertThatThrownBy(() -> bar(1, 1, 1, 1, 1e101)).hasMessageStartingWith("volume=1.0E101 is not a number");
    }

    @Test
    void shouldSayWhatIsDefinedForBarsWithoutRange() {
        List<IndicatorBar> flat = IntStream.range(0, 60)
                .mapToObj(hour -> bar(hour, 1.1, 1.1, 1.1, 5))
                .toList();
        String text =
                "sma(20) rsi(14) stochastic(14,3,3) williams_r(14) cci(20) mfi(14) bollinger(20,2) adx(14) roc(10)"
                        + " atr(14) aroon(25) session_vwap";

        double[] values = run(IndicatorPlan.parse(text), flat);

        assertThat(values)
                .containsExactly(1.1, 0, 0, 0, 0, 0, 0, 1.1, 1.1, 1.1, 0.5, 0, 0, 0, 0, 0, 0, 100, 100, 0, 1.1);
    }

    @Test
    void shouldBeginTheSessionAverageAnewWithEveryDay() {
        IndicatorPlan plan = IndicatorPlan.parse("session_vwap");

        assertThat(run(plan, List.of(bar(22, 3, 3, 3, 1), bar(23, 6, 6, 6, 2)))).containsExactly(5);
        assertThat(run(plan, List.of(bar(22, 3, 3, 3, 1), bar(23, 6, 6, 6, 2), bar(24, 9, 9, 9, 1))))
                .containsExactly(9);
        assertThat(run(plan, List.of(bar(23, 6, 6, 6, 2), bar(24, 9, 9, 9, 0)))).containsExactly(Double.NaN);
    }

    @Test
    void shouldCountTheLatestOfEqualExtremes() {
        List<IndicatorBar> bars =
                List.of(bar(0, 9, 5, 6, 1), bar(1, 8, 4, 6, 1), bar(2, 9, 4, 6, 1), bar(3, 7, 5, 6, 1));

        assertThat(run(IndicatorPlan.parse("aroon(3)"), bars)).containsExactly(100.0 / 3 * 2, 100.0 / 3 * 2, 0);
    }

    @Test
    void shouldHoldThreeKilobytesASeries() {
        byte[] state = new IndicatorStateCodec(PLAN).write(filled(300));

        assertThat(state.length).isEqualTo(2_873);
    }

    @Test
    void shouldSayOfAThousandBarsWhatItSaysOfAll() {
        List<IndicatorBar> bars = Walks.RANDOM.bars(8, 6_000);
        double[] all = run(PLAN, bars);
        double[] last = run(PLAN, bars.subList(5_000, 6_000));

        for (int column = 0; column < all.length; column++) {
            String name = PLAN.columns().get(column).name();
            // It sums all volume there ever was.
            if (!name.equals("obv")) {
                assertThat(Agreement.agree(all[column], last[column])).as(name).isTrue();
            }
        }
    }

    private static IndicatorSeries filled(int bars) {
        IndicatorSeries series = PLAN.newSeries();
        double[] values = new double[PLAN.columns().size()];
        Walks.RANDOM.bars(1, bars).forEach(bar -> series.next(bar, values));
        assertThat(Arrays.stream(values).noneMatch(Double::isNaN)).isTrue();
        return series;
    }
}
