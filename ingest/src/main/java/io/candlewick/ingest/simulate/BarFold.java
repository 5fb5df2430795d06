package io.candlewick.ingest.simulate;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.PriceBasis;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Timeframe;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A vendor's bar of the events of the simulated market: prices are mids of quotes, or trades; all sums are whole numbers.
 *
 * <p><b>Units</b>: prices in half points, so that a mid is whole.
 */
final class BarFold {

    private static final int MEAN_SCALE = 10;

    private final SymbolMarket symbol;
    private final Timeframe timeframe;
    private final boolean ofTrades;
    private long startUs;
    private long endUs;
    private long open;
    private long high;
    private long low;
    private long close;
    private long count;
    private long sizeUnits;
    private BigDecimal turnover = BigDecimal.ZERO;
    private long turnoverPart;
    private long firstUs;
    private long lastUs;

    BarFold(SymbolMarket symbol, Timeframe timeframe) {
        this.symbol = symbol;
        this.timeframe = timeframe;
        this.ofTrades = symbol.instrument().priceBasis() == PriceBasis.TRADE;
    }

    void begin(long fromUs, long toUs) {
        startUs = fromUs;
        endUs = toUs;
        count = 0;
        sizeUnits = 0;
        turnover = BigDecimal.ZERO;
        turnoverPart = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    long endUs() {
        return endUs;
    }

    void add(MinuteEvents events) {
        for (int at = 0; at < events.count; at++) {
            long price = ofTrades
                    ? 2 * (events.buyer[at] ? events.askPoints[at] : events.bidPoints[at])
                    : events.bidPoints[at] + events.askPoints[at];
            if (count == 0) {
                open = price;
                high = price;
                low = price;
                firstUs = events.timeUs[at];
            }
            high = Math.max(high, price);
            low = Math.min(low, price);
            close = price;
            lastUs = events.timeUs[at];
            count++;
            weigh(price, ofTrades ? events.sizeUnits[at] : 1);
        }
    }

    private void weigh(long price, long weight) {
        sizeUnits += weight;
        long part = price * weight;
        if (Math.abs(turnoverPart) > Long.MAX_VALUE / 4 || Math.abs(part) > Long.MAX_VALUE / 4) {
            turnover = turnover.add(BigDecimal.valueOf(turnoverPart));
            turnoverPart = 0;
        }
        turnoverPart += part;
    }

    Bar bar() {
        double scale = 2 * symbol.priceDivisor();
        BarKey key =
                new BarKey(symbol.instrument().tenant(), symbol.instrument().symbol(), timeframe, startUs);
        double pip = symbol.instrument().pipSize();
        return new Bar(
                key,
                endUs,
                new Ohlc(open / scale, high / scale, low / scale, close / scale),
                null,
                null,
                ofTrades ? sizeUnits / symbol.sizeDivisor() : count,
                count,
                mean(scale),
                Double.NaN,
                Double.NaN,
                (high - low) / scale / pip,
                (close - open) / scale / pip,
                Double.NaN,
                Double.NaN,
                firstUs,
                lastUs,
                BarStatus.FINAL,
                0,
                null,
                BarSource.VENDOR,
                true);
    }

    private double mean(double scale) {
        return turnover.add(BigDecimal.valueOf(turnoverPart))
                .divide(
                        BigDecimal.valueOf(sizeUnits).multiply(new BigDecimal(scale)),
                        MEAN_SCALE,
                        RoundingMode.HALF_EVEN)
                .doubleValue();
    }
}
