package io.candlewick.streams.domain.bar;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A bar in the making as bytes.
 *
 * <pre>
 * |start:i64|end:i64|quotes:u8
 * |first: time:i64 sequence:i64 offset:i64|last: time:i64 sequence:i64 offset:i64
 * |price: open:f64 high:f64 low:f64 close:f64| (quotes: bid: 4 x f64|ask: 4 x f64)
 * |ticks:i64|5 sums (price, volume, buy, sell, spread), each high:i64 low:i64 scale:u8
 * |spread max:f64|first offset:i64|last offset:i64|revision:i32|complete:u8
 * |crossed ticks:i64|fingerprints:u16, oldest first, each i64
 * |amended trades:u16, oldest first, each i64|
 * </pre>
 *
 * All big-endian. The layout belongs to the version of the record that holds it.
 */
final class BarAccumulatorCodec {

    private BarAccumulatorCodec() {}

    static void write(BarAccumulator bar, DataOutput out) throws IOException {
        out.writeLong(bar.startUs);
        out.writeLong(bar.endUs);
        out.writeBoolean(bar.quotes);
        writeOrder(bar.first, out);
        writeOrder(bar.last, out);
        writePrices(bar.price, out);
        if (bar.quotes) {
            writePrices(bar.bid, out);
            writePrices(bar.ask, out);
        }
        out.writeLong(bar.tickCount);
        writeSum(bar.priceSum, out);
        writeSum(bar.volume, out);
        writeSum(bar.buyVolume, out);
        writeSum(bar.sellVolume, out);
        writeSum(bar.spreadSum, out);
        out.writeDouble(bar.spreadMax);
        out.writeLong(bar.firstOffset);
        out.writeLong(bar.lastOffset);
        out.writeInt(bar.revision);
        out.writeBoolean(bar.complete);
        out.writeLong(bar.crossedTicks);
        writeFingerprints(bar.fingerprints, out);
        writeFingerprints(bar.amended, out);
    }

    static BarAccumulator read(DataInput in) throws IOException {
        long startUs = in.readLong();
        long endUs = in.readLong();
        boolean quotes = in.readBoolean();
        BarAccumulator.TickOrder first = readOrder(in);
        BarAccumulator.TickOrder last = readOrder(in);
        BarAccumulator.Prices price = readPrices(in);
        BarAccumulator.Prices bid = quotes ? readPrices(in) : new BarAccumulator.Prices();
        BarAccumulator.Prices ask = quotes ? readPrices(in) : new BarAccumulator.Prices();
        long tickCount = in.readLong();
        BarAccumulator bar = new BarAccumulator(
                startUs, endUs, quotes, readSum(in), readSum(in), readSum(in), readSum(in), readSum(in));
        bar.first.set(first);
        bar.last.set(last);
        bar.price.merge(price, true, true);
        bar.bid.merge(bid, true, true);
        bar.ask.merge(ask, true, true);
        bar.tickCount = tickCount;
        bar.spreadMax = in.readDouble();
        bar.firstOffset = in.readLong();
        bar.lastOffset = in.readLong();
        bar.revision = in.readInt();
        bar.complete = in.readBoolean();
        bar.crossedTicks = in.readLong();
        readFingerprints(bar.fingerprints, in);
        readFingerprints(bar.amended, in);
        return bar;
    }

    private static void writeFingerprints(Fingerprints fingerprints, DataOutput out) throws IOException {
        out.writeShort(fingerprints.size());
        for (int index = 0; index < fingerprints.size(); index++) {
            out.writeLong(fingerprints.get(index));
        }
    }

    private static void readFingerprints(Fingerprints fingerprints, DataInput in) throws IOException {
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            fingerprints.add(in.readLong(), false);
        }
    }

    private static void writeOrder(BarAccumulator.TickOrder order, DataOutput out) throws IOException {
        out.writeLong(order.timeUs);
        out.writeLong(order.sequence);
        out.writeLong(order.offset);
    }

    private static BarAccumulator.TickOrder readOrder(DataInput in) throws IOException {
        BarAccumulator.TickOrder order = new BarAccumulator.TickOrder();
        order.set(in.readLong(), in.readLong(), in.readLong());
        return order;
    }

    private static void writePrices(BarAccumulator.Prices prices, DataOutput out) throws IOException {
        out.writeDouble(prices.open);
        out.writeDouble(prices.high);
        out.writeDouble(prices.low);
        out.writeDouble(prices.close);
    }

    private static BarAccumulator.Prices readPrices(DataInput in) throws IOException {
        BarAccumulator.Prices prices = new BarAccumulator.Prices();
        prices.open = in.readDouble();
        prices.high = in.readDouble();
        prices.low = in.readDouble();
        prices.close = in.readDouble();
        return prices;
    }

    private static void writeSum(ExactSum sum, DataOutput out) throws IOException {
        out.writeLong(sum.high());
        out.writeLong(sum.low());
        out.writeByte(sum.scale());
    }

    private static ExactSum readSum(DataInput in) throws IOException {
        return new ExactSum(in.readLong(), in.readLong(), in.readUnsignedByte());
    }
}
