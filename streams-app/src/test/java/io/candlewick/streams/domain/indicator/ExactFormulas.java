package io.candlewick.streams.domain.indicator;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The indicators that look at a window, or sum for ever, by their definition: one row at a time, over the bars themselves, in decimals of
 * any length, rounded once. The judge where two libraries differ.
 */
final class ExactFormulas {

    private static final MathContext DIGITS = new MathContext(60);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final List<IndicatorBar> bars;

    ExactFormulas(List<IndicatorBar> bars) {
        this.bars = bars;
    }

    /** A column's value in a row in which it is there; empty for an indicator that has no exact definition here. */
    OptionalDouble value(IndicatorPlan.Entry entry, int output, int row) {
        Parameters with = entry.parameters();
        return switch (entry.type().name()) {
            case "sma" -> of(mean(window(row, with.whole("period"), IndicatorBar::close)));
            case "wma" -> of(weightedMean(window(row, with.whole("period"), IndicatorBar::close)));
            case "bollinger" ->
                bollinger(
                        window(row, with.whole("period"), IndicatorBar::close),
                        new BigDecimal(with.number("deviations")),
                        output);
            case "cci" -> of(channelIndex(window(row, with.whole("period"), IndicatorBar::typical)));
            case "mfi" -> of(moneyFlow(row, with.whole("period")));
            case "stochastic" -> of(stochastic(row, with, output));
            case "williams_r" -> {
                BigDecimal fast = fast(row, with.whole("period"));
                yield of(fast == null ? BigDecimal.ZERO : fast.subtract(HUNDRED));
            }
            case "obv" -> of(onBalance(row));
            default -> OptionalDouble.empty();
        };
    }

    private static OptionalDouble of(BigDecimal value) {
        return OptionalDouble.of(value.doubleValue());
    }

    private List<BigDecimal> window(int row, int count, ToDoubleFunction<IndicatorBar> field) {
        return bars.subList(row - count + 1, row + 1).stream()
                .map(bar -> new BigDecimal(field.applyAsDouble(bar)))
                .toList();
    }

    private static BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal mean(List<BigDecimal> numbers) {
        return sum(numbers).divide(BigDecimal.valueOf(numbers.size()), DIGITS);
    }

    private static BigDecimal weightedMean(List<BigDecimal> numbers) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int index = 0; index < numbers.size(); index++) {
            sum = sum.add(numbers.get(index).multiply(BigDecimal.valueOf(index + 1L)));
        }
        return sum.divide(BigDecimal.valueOf(numbers.size() * (numbers.size() + 1L) / 2), DIGITS);
    }

    /** Population variance of the closes of a window. */
    static BigDecimal variance(List<BigDecimal> numbers) {
        BigDecimal count = BigDecimal.valueOf(numbers.size());
        BigDecimal sum = sum(numbers);
        BigDecimal squares =
                sum(numbers.stream().map(number -> number.multiply(number)).toList());
        return squares.multiply(count).subtract(sum.multiply(sum)).divide(count.multiply(count), DIGITS);
    }

    /** Population variance of the closes up to a row. */
    BigDecimal variance(int row, int count) {
        return variance(window(row, count, IndicatorBar::close));
    }

    private static OptionalDouble bollinger(List<BigDecimal> closes, BigDecimal deviations, int output) {
        BigDecimal mean = mean(closes);
        BigDecimal half = variance(closes).sqrt(DIGITS).multiply(deviations);
        BigDecimal above = closes.get(closes.size() - 1).subtract(mean);
        BigDecimal twice = half.add(half);
        return of(
                switch (output) {
                    case 0 -> mean.add(half);
                    case 1 -> mean;
                    case 2 -> mean.subtract(half);
                    case 3 ->
                        new BigDecimal("0.5").add(half.signum() == 0 ? BigDecimal.ZERO : above.divide(twice, DIGITS));
                    default -> twice.divide(mean, DIGITS);
                });
    }

    private static BigDecimal channelIndex(List<BigDecimal> prices) {
        BigDecimal count = BigDecimal.valueOf(prices.size());
        BigDecimal sum = sum(prices);
        // Times the count, so that nothing is divided, and so rounded, before the end.
        BigDecimal deviations = sum(prices.stream()
                .map(price -> price.multiply(count).subtract(sum).abs())
                .toList());
        if (deviations.signum() == 0) {
            return BigDecimal.ZERO;
        }
        return prices.get(prices.size() - 1)
                .multiply(count)
                .subtract(sum)
                .multiply(count)
                .divide(new BigDecimal("0.015").multiply(deviations), DIGITS);
    }

    /** Money flow of the bars up to a row: of all that rose, and of all that rose or fell. */
    List<BigDecimal> moneyFlows(int row, int count) {
        BigDecimal up = BigDecimal.ZERO;
        BigDecimal all = BigDecimal.ZERO;
        for (int index = row - count + 1; index <= row; index++) {
            IndicatorBar bar = bars.get(index);
            int change = Double.compare(bar.typical(), bars.get(index - 1).typical());
            BigDecimal flow = new BigDecimal(bar.typical() * bar.volume());
            up = change > 0 ? up.add(flow) : up;
            all = change != 0 ? all.add(flow) : all;
        }
        return List.of(up, all);
    }

    private BigDecimal moneyFlow(int row, int count) {
        List<BigDecimal> flows = moneyFlows(row, count);
        return flows.get(1).signum() == 0
                ? BigDecimal.ZERO
                : flows.get(0).multiply(HUNDRED).divide(flows.get(1), DIGITS);
    }

    private BigDecimal stochastic(int row, Parameters with, int output) {
        int smoothing = with.whole("k_smoothing");
        List<BigDecimal> smoothed = new ArrayList<>();
        for (int back = output == 0 ? 0 : with.whole("d_smoothing") - 1; back >= 0; back--) {
            int end = row - back;
            smoothed.add(mean(IntStream.range(0, smoothing)
                    .mapToObj(index -> fast(end - index, with.whole("period")))
                    .map(fast -> fast == null ? BigDecimal.ZERO : fast)
                    .toList()));
        }
        return mean(smoothed);
    }

    /* Where the close lies in the range of the bars, null if they have none. */
    private @Nullable BigDecimal fast(int row, int count) {
        BigDecimal least = window(row, count, IndicatorBar::low).stream()
                .min(BigDecimal::compareTo)
                .orElseThrow();
        BigDecimal greatest = window(row, count, IndicatorBar::high).stream()
                .max(BigDecimal::compareTo)
                .orElseThrow();
        BigDecimal range = greatest.subtract(least);
        return range.signum() == 0
                ? null
                : new BigDecimal(bars.get(row).close())
                        .subtract(least)
                        .multiply(HUNDRED)
                        .divide(range, DIGITS);
    }

    private BigDecimal onBalance(int row) {
        BigDecimal sum = new BigDecimal(bars.get(0).volume());
        for (int index = 1; index <= row; index++) {
            int change =
                    Double.compare(bars.get(index).close(), bars.get(index - 1).close());
            sum = sum.add(BigDecimal.valueOf(change)
                    .multiply(new BigDecimal(bars.get(index).volume())));
        }
        return sum;
    }
}
