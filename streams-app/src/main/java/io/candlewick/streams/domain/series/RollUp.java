package io.candlewick.streams.domain.series;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Ohlc;
import io.candlewick.streams.domain.bar.Bars;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes one coarse bar of the finer ones within it.
 *
 * <p>What one of them does not tell, the coarse bar does not tell either. Sums are of the decimals that the doubles stand for, and are
 * rounded once. A bar that the empty-bar policy made says nothing beside bars with ticks. <b>Source</b>: the VWAP is the mean of the
 * parts' weighted by volume, the mean spread that of theirs weighted by ticks.
 */
final class RollUp {

    private static final MathContext PRECISION = MathContext.DECIMAL128;

    private final List<Bar> parts;

    private RollUp(List<Bar> parts) {
        this.parts = parts;
    }

    /**
     * Merges bars.
     *
     * @param key of the coarse bar
     * @param endUs its end
     * @param finer at least one, earliest first
     * @param instrument theirs
     */
    static Bar of(BarKey key, long endUs, List<Bar> finer, Instrument instrument) {
        List<Bar> traded = finer.stream().filter(bar -> !isEmpty(bar)).toList();
        return new RollUp(traded.isEmpty() ? finer : traded).merge(key, endUs, instrument);
    }

    /* A vendor may know neither ticks nor volume and say 0, and so says what is merged of its bars; what is flat besides has nothing to tell. */
    private static boolean isEmpty(Bar bar) {
        return bar.tickCount() == 0
                && bar.volume() == 0
                && bar.source() != BarSource.VENDOR
                && bar.price().high() == bar.price().low();
    }

    private Bar merge(BarKey key, long endUs, Instrument instrument) {
        Bar first = parts.get(0);
        Bar last = parts.get(parts.size() - 1);
        Ohlc price = new Ohlc(
                first.price().open(),
                greatest(bar -> bar.price().high()),
                least(bar -> bar.price().low()),
                last.price().close());
        return new Bar(
                key,
                endUs,
                price,
                side(Bar::bid),
                side(Bar::ask),
                sum(Bar::volume).doubleValue(),
                parts.stream().mapToLong(Bar::tickCount).sum(),
                mean(Bar::vwap, Bar::volume),
                mean(Bar::spreadMean, Bar::tickCount),
                greatest(Bar::spreadMax),
                Bars.pips(price.high(), price.low(), instrument.pipSize()),
                Bars.pips(price.close(), price.open(), instrument.pipSize()),
                sumIfKnown(Bar::buyVolume),
                sumIfKnown(Bar::sellVolume),
                first.firstTickTimeUs(),
                last.lastTickTimeUs(),
                BarStatus.FINAL,
                0,
                null,
                BarSource.ROLLED_UP,
                true);
    }

    private @Nullable Ohlc side(Function<Bar, @Nullable Ohlc> side) {
        double open = Double.NaN;
        double high = Double.NEGATIVE_INFINITY;
        double low = Double.POSITIVE_INFINITY;
        double close = Double.NaN;
        for (Bar part : parts) {
            Ohlc prices = side.apply(part);
            if (prices == null) {
                return null;
            }
            open = Double.isNaN(open) ? prices.open() : open;
            high = Math.max(high, prices.high());
            low = Math.min(low, prices.low());
            close = prices.close();
        }
        return new Ohlc(open, high, low, close);
    }

    /* Math.max and Math.min give NaN if either is. */
    private double greatest(ToDoubleFunction<Bar> field) {
        return parts.stream().mapToDouble(field).reduce(Double.NEGATIVE_INFINITY, Math::max);
    }

    private double least(ToDoubleFunction<Bar> field) {
        return parts.stream().mapToDouble(field).reduce(Double.POSITIVE_INFINITY, Math::min);
    }

    private double sumIfKnown(ToDoubleFunction<Bar> field) {
        return parts.stream().anyMatch(bar -> Double.isNaN(field.applyAsDouble(bar)))
                ? Double.NaN
                : sum(field).doubleValue();
    }

    private BigDecimal sum(ToDoubleFunction<Bar> field) {
        return parts.stream()
                .map(bar -> BigDecimal.valueOf(field.applyAsDouble(bar)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Mean of a field; a part without weight need not have it. */
    private double mean(ToDoubleFunction<Bar> field, ToDoubleFunction<Bar> weight) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal weights = BigDecimal.ZERO;
        for (Bar part : parts) {
            double partWeight = weight.applyAsDouble(part);
            if (partWeight == 0) {
                continue;
            }
            double value = field.applyAsDouble(part);
            if (Double.isNaN(value)) {
                return Double.NaN;
            }
            BigDecimal decimalWeight = BigDecimal.valueOf(partWeight);
            sum = sum.add(BigDecimal.valueOf(value).multiply(decimalWeight));
            weights = weights.add(decimalWeight);
        }
        return weights.signum() == 0
                ? Double.NaN
                : sum.divide(weights, PRECISION).doubleValue();
    }
}
