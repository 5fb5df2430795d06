package io.candlewick.streams.store;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A canonical bar as bytes, without its key. The layout is a data format: a change makes a new version, and the old one stays readable.
 *
 * <pre>
 * |version:u8=1|flags:u8 (1 bid, 2 ask, 4 complete)|status:u8|source:u8|cause:u8 (0 none)|revision:i32|end:i64
 * |price: open:f64 high:f64 low:f64 close:f64| (bid: 4 x f64)| (ask: 4 x f64)
 * |volume:f64|ticks:i64|vwap:f64|spread mean:f64|spread max:f64|range:f64|body:f64|buy volume:f64|sell volume:f64
 * |first tick:i64|last tick:i64|
 * </pre>
 *
 * All big-endian; an absent number is NaN, an absent time the least long.
 */
final class CanonicalBarCodec {

    private static final byte VERSION = 1;
    private static final int BID = 1;
    private static final int ASK = 2;
    private static final int COMPLETE = 4;
    private static final int FIXED_SIZE = 5 + Integer.BYTES + Long.BYTES * (1 + 4 + 9 + 2);
    private static final int SIDE_SIZE = 4 * Double.BYTES;

    /* Their positions are in the bytes: a new one goes to the end. */
    private static final List<BarStatus> STATUSES = List.of(BarStatus.FORMING, BarStatus.FINAL, BarStatus.CORRECTED);
    private static final List<BarSource> SOURCES =
            List.of(BarSource.LIVE, BarSource.REPAIRED, BarSource.ROLLED_UP, BarSource.VENDOR);
    private static final List<CorrectionCause> CAUSES = List.of(
            CorrectionCause.LATE_TICK,
            CorrectionCause.TRADE_CANCELLED,
            CorrectionCause.TRADE_CORRECTED,
            CorrectionCause.REPAIRED,
            CorrectionCause.FEED_RESTATED);

    private CanonicalBarCodec() {}

    static byte[] write(Bar bar) {
        Ohlc bid = bar.bid();
        Ohlc ask = bar.ask();
        ByteBuffer out =
                ByteBuffer.allocate(FIXED_SIZE + (bid == null ? 0 : SIDE_SIZE) + (ask == null ? 0 : SIDE_SIZE));
        out.put(VERSION);
        out.put((byte) ((bid == null ? 0 : BID) | (ask == null ? 0 : ASK) | (bar.complete() ? COMPLETE : 0)));
        out.put((byte) STATUSES.indexOf(bar.status()));
        out.put((byte) SOURCES.indexOf(bar.source()));
        out.put((byte) (bar.cause() == null ? 0 : 1 + CAUSES.indexOf(bar.cause())));
        out.putInt(bar.revision());
        out.putLong(bar.endTimeUs());
        write(bar.price(), out);
        if (bid != null) {
            write(bid, out);
        }
        if (ask != null) {
            write(ask, out);
        }
        out.putDouble(bar.volume()).putLong(bar.tickCount()).putDouble(bar.vwap());
        out.putDouble(bar.spreadMean()).putDouble(bar.spreadMax());
        out.putDouble(bar.rangePips()).putDouble(bar.bodyPips());
        out.putDouble(bar.buyVolume()).putDouble(bar.sellVolume());
        out.putLong(bar.firstTickTimeUs()).putLong(bar.lastTickTimeUs());
        return out.array();
    }

    private static void write(Ohlc prices, ByteBuffer out) {
        out.putDouble(prices.open())
                .putDouble(prices.high())
                .putDouble(prices.low())
                .putDouble(prices.close());
    }

    static Bar read(BarKey key, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "canonical bar version=" + version + ", this release reads " + VERSION);
            }
            return read(key, in);
        } catch (BufferUnderflowException broken) {
            throw new IllegalArgumentException("canonical bar of " + bytes.length + " bytes is cut short", broken);
        }
    }

    private static Bar read(BarKey key, ByteBuffer in) {
        int flags = in.get();
        BarStatus status = STATUSES.get(in.get());
        BarSource source = SOURCES.get(in.get());
        CorrectionCause cause = readCause(in);
        int revision = in.getInt();
        return new Bar(
                key,
                in.getLong(),
                readPrices(in),
                (flags & BID) == 0 ? null : readPrices(in),
                (flags & ASK) == 0 ? null : readPrices(in),
                in.getDouble(),
                in.getLong(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                in.getLong(),
                in.getLong(),
                status,
                revision,
                cause,
                source,
                (flags & COMPLETE) != 0);
    }

    private static @Nullable CorrectionCause readCause(ByteBuffer in) {
        int code = in.get();
        return code == 0 ? null : CAUSES.get(code - 1);
    }

    private static Ohlc readPrices(ByteBuffer in) {
        return new Ohlc(in.getDouble(), in.getDouble(), in.getDouble(), in.getDouble());
    }
}
