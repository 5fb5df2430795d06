package io.candlewick.streams.domain.indicator;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.Indicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.keltner.KeltnerChannelLowerIndicator;
import org.ta4j.core.indicators.keltner.KeltnerChannelMiddleIndicator;
import org.ta4j.core.indicators.keltner.KeltnerChannelUpperIndicator;
import org.ta4j.core.indicators.supertrend.SuperTrendIndicator;
import org.ta4j.core.num.DoubleNum;
import org.ta4j.core.num.Num;

/**
 * What TA-Lib does not have is ta4j's, once the seeds have faded: ta4j seeds exponential and true-range means with the first bar, we with the
 * mean of the first ones as TA-Lib does. After 600 bars less than 1e-14 of a seed is left.
 */
class Ta4jTest {

    private static final int FADED = 600;

    @Test
    void shouldSayWhatTa4jSaysOfKeltnerAndSupertrend() {
        List<IndicatorBar> bars = Walks.RANDOM.bars(17, 6_000);
        BarSeries series = series(bars);
        Map<String, double[]> ours = Columns.of(IndicatorPlan.parse("keltner(20,10,2) supertrend(10,3)"), bars);
        KeltnerChannelMiddleIndicator middle = new KeltnerChannelMiddleIndicator(new ClosePriceIndicator(series), 20);

        compare("keltner_middle_20_10_2", middle, ours, series);
        compare("keltner_upper_20_10_2", new KeltnerChannelUpperIndicator(middle, 2, 10), ours, series);
        compare("keltner_lower_20_10_2", new KeltnerChannelLowerIndicator(middle, 2, 10), ours, series);
        compare("supertrend_10_3", new SuperTrendIndicator(series, 10, 3.0), ours, series);
    }

    private static void compare(String name, Indicator<Num> theirs, Map<String, double[]> ours, BarSeries series) {
        double[] expected = new double[series.getBarCount()];
        for (int row = 0; row < expected.length; row++) {
            expected[row] = theirs.getValue(row).doubleValue();
        }
        Agreement.assertSameFrom(
                name, FADED, expected, requireNonNull(ours.get(name)), Agreement.RELATIVE, Agreement.FLOOR);
    }

    private static BarSeries series(List<IndicatorBar> bars) {
        BarSeries series =
                new BaseBarSeriesBuilder().withNumTypeOf(DoubleNum.class).build();
        for (IndicatorBar bar : bars) {
            series.addBar(
                    Duration.ofMinutes(1),
                    Instant.EPOCH.plus(bar.startUs(), ChronoUnit.MICROS).atZone(ZoneOffset.UTC),
                    bar.open(),
                    bar.high(),
                    bar.low(),
                    bar.close(),
                    bar.volume());
        }
        return series;
    }
}
