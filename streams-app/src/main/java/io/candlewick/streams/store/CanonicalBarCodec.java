package io.candlewick.streams.store;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import io.candlewick.streams.domain.layout.CompactReader;
import io.candlewick.streams.domain.layout.CompactWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A canonical bar as bytes, without its key. The layout belongs to the version of the chunk that holds it.
 *
 * <pre>
 * |flags:u8 (1 bid, 2 ask, 4 complete)|status:u8|source:u8|cause:u8 (0 none)|revision:long|end less start:span
 * |prices:u8 scale, decimals: price: open high low close| (bid: 4)| (ask: 4)
 * |volume:number|ticks:count|numbers: vwap, spread mean, spread max, range, body, buy volume, sell volume
 * |first tick less start:long|last tick less start:long|
 * </pre>
 *
 * <p>The kinds of numbers are those of {@link CompactWriter}; an absent time is the least long.
 */
final class CanonicalBarCodec {

    private static final int BID = 1;
    private static final int ASK = 2;
    private static final int COMPLETE = 4;
    private static final int SIDE = 4;

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
        CompactWriter out = new CompactWriter();
        long startUs = bar.key().startTimeUs();
        out.writeByte((bar.bid() == null ? 0 : BID) | (bar.ask() == null ? 0 : ASK) | (bar.complete() ? COMPLETE : 0));
        out.writeByte(STATUSES.indexOf(bar.status()));
        out.writeByte(SOURCES.indexOf(bar.source()));
        out.writeByte(bar.cause() == null ? 0 : 1 + CAUSES.indexOf(bar.cause()));
        out.writeLong(bar.revision());
        out.writeSpan(bar.endTimeUs() - startUs);
        writePrices(bar, out);
        out.writeNumber(bar.volume());
        out.writeCount(bar.tickCount());
        out.writeNumber(bar.vwap());
        out.writeNumber(bar.spreadMean());
        out.writeNumber(bar.spreadMax());
        out.writeNumber(bar.rangePips());
        out.writeNumber(bar.bodyPips());
        out.writeNumber(bar.buyVolume());
        out.writeNumber(bar.sellVolume());
        out.writeLong(bar.firstTickTimeUs() - startUs);
        out.writeLong(bar.lastTickTimeUs() - startUs);
        return out.toBytes();
    }

    private static void writePrices(Bar bar, CompactWriter out) {
        Ohlc bid = bar.bid();
        Ohlc ask = bar.ask();
        double[] prices = new double[(1 + (bid == null ? 0 : 1) + (ask == null ? 0 : 1)) * SIDE];
        int count = gather(bar.price(), 0, prices);
        if (bid != null) {
            count = gather(bid, count, prices);
        }
        if (ask != null) {
            gather(ask, count, prices);
        }
        int scale = out.beginDecimals(prices);
        for (double price : prices) {
            out.writeDecimal(price, scale);
        }
    }

    private static int gather(Ohlc side, int index, double[] prices) {
        prices[index] = side.open();
        prices[index + 1] = side.high();
        prices[index + 2] = side.low();
        prices[index + 3] = side.close();
        return index + SIDE;
    }

    static Bar read(BarKey key, byte[] bytes) {
        CompactReader in = new CompactReader(bytes);
        int flags = in.readByte();
        BarStatus status = coded(STATUSES, in.readByte(), "status");
        BarSource source = coded(SOURCES, in.readByte(), "source");
        CorrectionCause cause = readCause(in);
        int revision = (int) in.readLong();
        long endUs = key.startTimeUs() + in.readSpan();
        int scale = in.beginDecimals();
        return new Bar(
                key,
                endUs,
                readPrices(scale, in),
                (flags & BID) == 0 ? null : readPrices(scale, in),
                (flags & ASK) == 0 ? null : readPrices(scale, in),
                in.readNumber(),
                in.readCount(),
                in.readNumber(),
                in.readNumber(),
                in.readNumber(),
                in.readNumber(),
                in.readNumber(),
                in.readNumber(),
                in.readNumber(),
                key.startTimeUs() + in.readLong(),
                key.startTimeUs() + in.readLong(),
                status,
                revision,
                cause,
                source,
                (flags & COMPLETE) != 0);
    }

    private static @Nullable CorrectionCause readCause(CompactReader in) {
        int code = in.readByte();
        return code == 0 ? null : coded(CAUSES, code - 1, "cause");
    }

    private static <T> T coded(List<T> values, int code, String what) {
        if (code >= values.size()) {
            throw new IllegalArgumentException("state holds a bar of " + what + "=" + code);
        }
        return values.get(code);
    }

    private static Ohlc readPrices(int scale, CompactReader in) {
        return new Ohlc(in.readDecimal(scale), in.readDecimal(scale), in.readDecimal(scale), in.readDecimal(scale));
    }
}
