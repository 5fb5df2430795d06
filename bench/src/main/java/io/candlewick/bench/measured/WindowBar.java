package io.candlewick.bench.measured;

import io.candlewick.market.Tick;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** What a window of the DSL keeps: prices by order of arrival, sums in doubles. */
final class WindowBar {

    private static final int BYTES = 9 * Long.BYTES;

    private double open;
    private double high = Double.NEGATIVE_INFINITY;
    private double low = Double.POSITIVE_INFINITY;
    private double close;
    private double midSum;
    private double spreadSum;
    private double spreadMax;
    private long count;
    private long lastTimeUs;

    WindowBar add(Tick tick) {
        double mid = (tick.bid() + tick.ask()) / 2;
        double spread = tick.ask() - tick.bid();
        if (count == 0) {
            open = mid;
        }
        high = Math.max(high, mid);
        low = Math.min(low, mid);
        close = mid;
        midSum += mid;
        spreadSum += spread;
        spreadMax = Math.max(spreadMax, spread);
        count++;
        lastTimeUs = tick.eventTimeUs();
        return this;
    }

    static Serde<WindowBar> serde() {
        return Serdes.serdeFrom(
                (topic, bar) -> bar == null ? new byte[0] : bar.toBytes(), (topic, bytes) -> read(bytes));
    }

    private byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putDouble(open)
                .putDouble(high)
                .putDouble(low)
                .putDouble(close)
                .putDouble(midSum)
                .putDouble(spreadSum)
                .putDouble(spreadMax)
                .putLong(count)
                .putLong(lastTimeUs)
                .array();
    }

    private static WindowBar read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        WindowBar bar = new WindowBar();
        bar.open = in.getDouble();
        bar.high = in.getDouble();
        bar.low = in.getDouble();
        bar.close = in.getDouble();
        bar.midSum = in.getDouble();
        bar.spreadSum = in.getDouble();
        bar.spreadMax = in.getDouble();
        bar.count = in.getLong();
        bar.lastTimeUs = in.getLong();
        return bar;
    }
}
