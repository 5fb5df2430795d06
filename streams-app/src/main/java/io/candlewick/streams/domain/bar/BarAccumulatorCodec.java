package io.candlewick.streams.domain.bar;

import io.candlewick.streams.domain.layout.CompactReader;
import io.candlewick.streams.domain.layout.CompactWriter;

/**
 * A bar in the making as bytes, without its start.
 *
 * <pre>
 * |flags:u8 (1 quotes, 2 complete, 4 volume, buy and sell are sums, 8 spread is a sum)|end less start:span
 * |first: time less start:long sequence:long offset:long
 * |last: each less that of the first: time:long sequence:long offset:long
 * |prices:u8 scale, decimals: price: open high low close| (quotes: bid: 4|ask: 4)
 * |ticks:count|sums: price (volume buy sell) (spread), each scale:u8 (128 more if wide), low:long or if wide high:8 low:8
 * |spread max:number|first offset less the first's:long|last offset less the last's:long|revision:long|crossed ticks:count
 * |fingerprints:count, oldest first, each 8 bytes|amended trades:count, oldest first, each 8 bytes|
 * </pre>
 *
 * <p>The kinds of numbers are those of {@link CompactWriter}. The layout belongs to the version of the record that holds it.
 */
final class BarAccumulatorCodec {

    private static final int QUOTES = 1;
    private static final int COMPLETE = 2;
    private static final int VOLUMES = 4;
    private static final int SPREAD = 8;
    private static final int WIDE = 128;

    private BarAccumulatorCodec() {}

    static void write(BarAccumulator bar, CompactWriter out) {
        boolean hasVolumes = !(isUntouched(bar.volume) && isUntouched(bar.buyVolume) && isUntouched(bar.sellVolume));
        boolean hasSpread = !isUntouched(bar.spreadSum);
        out.writeByte((bar.quotes ? QUOTES : 0)
                | (bar.complete ? COMPLETE : 0)
                | (hasVolumes ? VOLUMES : 0)
                | (hasSpread ? SPREAD : 0));
        out.writeSpan(bar.endUs - bar.startUs);
        writeOrders(bar, out);
        writePrices(bar, out);
        out.writeCount(bar.tickCount);
        writeSum(bar.priceSum, out);
        if (hasVolumes) {
            writeSum(bar.volume, out);
            writeSum(bar.buyVolume, out);
            writeSum(bar.sellVolume, out);
        }
        if (hasSpread) {
            writeSum(bar.spreadSum, out);
        }
        out.writeNumber(bar.spreadMax);
        out.writeLong(bar.firstOffset - bar.first.offset);
        out.writeLong(bar.lastOffset - bar.last.offset);
        out.writeLong(bar.revision);
        out.writeCount(bar.crossedTicks);
        writeFingerprints(bar.fingerprints, out);
        writeFingerprints(bar.amended, out);
    }

    static BarAccumulator read(long startUs, CompactReader in) {
        int flags = in.readByte();
        long endUs = startUs + in.readSpan();
        BarAccumulator.TickOrder first = readOrder(startUs, 0, 0, in);
        BarAccumulator.TickOrder last = readOrder(first.timeUs, first.sequence, first.offset, in);
        boolean quotes = (flags & QUOTES) != 0;
        int scale = in.beginDecimals();
        BarAccumulator.Prices price = readPrices(scale, in);
        BarAccumulator.Prices bid = quotes ? readPrices(scale, in) : new BarAccumulator.Prices();
        BarAccumulator.Prices ask = quotes ? readPrices(scale, in) : new BarAccumulator.Prices();
        long tickCount = in.readCount();
        ExactSum priceSum = readSum(in);
        boolean hasVolumes = (flags & VOLUMES) != 0;
        BarAccumulator bar = new BarAccumulator(
                startUs,
                endUs,
                quotes,
                priceSum,
                hasVolumes ? readSum(in) : new ExactSum(),
                hasVolumes ? readSum(in) : new ExactSum(),
                hasVolumes ? readSum(in) : new ExactSum(),
                (flags & SPREAD) != 0 ? readSum(in) : new ExactSum());
        bar.first.set(first);
        bar.last.set(last);
        bar.price.set(price);
        bar.bid.set(bid);
        bar.ask.set(ask);
        bar.tickCount = tickCount;
        bar.complete = (flags & COMPLETE) != 0;
        bar.spreadMax = in.readNumber();
        bar.firstOffset = first.offset + in.readLong();
        bar.lastOffset = last.offset + in.readLong();
        bar.revision = (int) in.readLong();
        bar.crossedTicks = in.readCount();
        readFingerprints(bar.fingerprints, in);
        readFingerprints(bar.amended, in);
        return bar;
    }

    private static void writeOrders(BarAccumulator bar, CompactWriter out) {
        BarAccumulator.TickOrder first = bar.first;
        BarAccumulator.TickOrder last = bar.last;
        out.writeLong(first.timeUs - bar.startUs);
        out.writeLong(first.sequence);
        out.writeLong(first.offset);
        out.writeLong(last.timeUs - first.timeUs);
        out.writeLong(last.sequence - first.sequence);
        out.writeLong(last.offset - first.offset);
    }

    private static BarAccumulator.TickOrder readOrder(long timeUs, long sequence, long offset, CompactReader in) {
        BarAccumulator.TickOrder order = new BarAccumulator.TickOrder();
        order.set(timeUs + in.readLong(), sequence + in.readLong(), offset + in.readLong());
        return order;
    }

    private static void writePrices(BarAccumulator bar, CompactWriter out) {
        int scale = bar.quotes
                ? out.beginDecimals(
                        bar.price.open,
                        bar.price.high,
                        bar.price.low,
                        bar.price.close,
                        bar.bid.open,
                        bar.bid.high,
                        bar.bid.low,
                        bar.bid.close,
                        bar.ask.open,
                        bar.ask.high,
                        bar.ask.low,
                        bar.ask.close)
                : out.beginDecimals(bar.price.open, bar.price.high, bar.price.low, bar.price.close);
        writePrices(bar.price, scale, out);
        if (bar.quotes) {
            writePrices(bar.bid, scale, out);
            writePrices(bar.ask, scale, out);
        }
    }

    private static void writePrices(BarAccumulator.Prices prices, int scale, CompactWriter out) {
        out.writeDecimal(prices.open, scale);
        out.writeDecimal(prices.high, scale);
        out.writeDecimal(prices.low, scale);
        out.writeDecimal(prices.close, scale);
    }

    private static BarAccumulator.Prices readPrices(int scale, CompactReader in) {
        BarAccumulator.Prices prices = new BarAccumulator.Prices();
        prices.open = in.readDecimal(scale);
        prices.high = in.readDecimal(scale);
        prices.low = in.readDecimal(scale);
        prices.close = in.readDecimal(scale);
        return prices;
    }

    private static void writeFingerprints(Fingerprints fingerprints, CompactWriter out) {
        out.writeCount(fingerprints.size());
        for (int index = 0; index < fingerprints.size(); index++) {
            out.writeFixed(fingerprints.get(index));
        }
    }

    private static void readFingerprints(Fingerprints fingerprints, CompactReader in) {
        for (int left = in.readSize(); left > 0; left--) {
            fingerprints.add(in.readFixed(), false);
        }
    }

    /* Nothing was ever added. A sum that is zero may have a scale that matters to no result, but it is kept as it is. */
    private static boolean isUntouched(ExactSum sum) {
        return sum.isZero() && sum.scale() == 0;
    }

    private static void writeSum(ExactSum sum, CompactWriter out) {
        boolean wide = sum.high() != sum.low() >> 63;
        out.writeByte(wide ? sum.scale() | WIDE : sum.scale());
        if (wide) {
            out.writeFixed(sum.high());
            out.writeFixed(sum.low());
        } else {
            out.writeLong(sum.low());
        }
    }

    private static ExactSum readSum(CompactReader in) {
        int scale = in.readByte();
        if ((scale & WIDE) != 0) {
            return new ExactSum(in.readFixed(), in.readFixed(), scale & ~WIDE);
        }
        long low = in.readLong();
        return new ExactSum(low >> 63, low, scale);
    }
}
