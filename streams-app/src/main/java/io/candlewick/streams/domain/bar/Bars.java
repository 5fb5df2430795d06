package io.candlewick.streams.domain.bar;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Instrument;
import io.candlewick.market.Timeframe;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * Turns an accumulator into the bar that is said: the one place where exact sums become doubles, each rounded once.
 *
 * <p><b>Source</b>: VWAP is the sum of price times size over the sum of sizes; of quotes it is the mean of the mids. Range and body in
 * pips are differences of the decimal prices divided by the instrument's pip size.
 */
public final class Bars {

    private static final MathContext PRECISION = MathContext.DECIMAL128;
    /* Decimals of nearly every price and pip, the mid of two among them. */
    private static final int PIP_SCALE = 9;

    private Bars() {}

    static Bar toBar(
            BarAccumulator bar,
            Instrument instrument,
            Timeframe timeframe,
            BarSource source,
            BarStatus status,
            @Nullable CorrectionCause cause) {
        double open = bar.price.open;
        double close = bar.price.close;
        return new Bar(
                new BarKey(instrument.tenant(), instrument.symbol(), timeframe, bar.startUs),
                bar.endUs,
                bar.price.toOhlc(),
                bar.bidPrices(),
                bar.askPrices(),
                bar.quotes ? bar.tickCount : bar.volume.toDouble(),
                bar.tickCount,
                bar.quotes ? bar.priceSum.over(2 * bar.tickCount) : bar.priceSum.over(bar.volume),
                bar.quotes ? bar.spreadSum.over(bar.tickCount) : Double.NaN,
                bar.quotes && bar.tickCount > 0 ? bar.spreadMax : Double.NaN,
                pips(bar.price.high, bar.price.low, instrument.pipSize()),
                pips(close, open, instrument.pipSize()),
                bar.quotes ? Double.NaN : bar.buyVolume.toDouble(),
                bar.quotes ? Double.NaN : bar.sellVolume.toDouble(),
                bar.tickCount > 0 ? bar.first.timeUs : Bar.NO_TIME,
                bar.tickCount > 0 ? bar.last.timeUs : Bar.NO_TIME,
                status,
                bar.revision,
                cause,
                source,
                bar.complete);
    }

    /**
     * How many pips lie between two prices.
     *
     * @param larger the one
     * @param smaller the other; the result is negative if it is the larger one
     * @param pipSize of the instrument, NaN if it counts in none
     * @return the difference of the decimals, rounded once; NaN without a pip size
     */
    public static double pips(double larger, double smaller, double pipSize) {
        if (Double.isNaN(pipSize)) {
            return Double.NaN;
        }
        long largerUnits = Decimals.units(larger, PIP_SCALE);
        long smallerUnits = Decimals.units(smaller, PIP_SCALE);
        long pipUnits = Decimals.units(pipSize, PIP_SCALE);
        if (largerUnits != Decimals.INEXACT && smallerUnits != Decimals.INEXACT && pipUnits != Decimals.INEXACT) {
            // Whole numbers that doubles hold exactly: rounded once, like the long way.
            return (double) (largerUnits - smallerUnits) / pipUnits;
        }
        return BigDecimal.valueOf(larger)
                .subtract(BigDecimal.valueOf(smaller))
                .divide(BigDecimal.valueOf(pipSize), PRECISION)
                .doubleValue();
    }
}
