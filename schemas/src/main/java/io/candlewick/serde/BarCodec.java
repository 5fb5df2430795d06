package io.candlewick.serde;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.contract.ContractSchemas;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import io.candlewick.market.Timeframe;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** {@link Bar} as the bytes of {@code Bar.avsc}, field by field in the schema's order. */
final class BarCodec implements AvroCodec<Bar> {

    private static final Schema SCHEMA = ContractSchemas.of(io.candlewick.avro.Bar.class);
    private static final BarStatus[] STATUSES = BarStatus.values();
    private static final CorrectionCause[] CAUSES = CorrectionCause.values();
    private static final BarSource[] SOURCES = BarSource.values();

    private final SymbolCache symbols = new SymbolCache();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(Bar bar, AvroWriter out) {
        BarKey key = bar.key();
        out.writeString(key.tenant());
        out.writeString(key.symbol().text());
        out.writeString(key.timeframe().code());
        out.writeLong(key.startTimeUs());
        out.writeLong(bar.endTimeUs());
        out.writeDouble(bar.price().open());
        out.writeDouble(bar.price().high());
        out.writeDouble(bar.price().low());
        out.writeDouble(bar.price().close());
        writeSide(bar.bid(), out);
        writeSide(bar.ask(), out);
        out.writeDouble(bar.volume());
        out.writeLong(bar.tickCount());
        out.writeNullableDouble(bar.vwap());
        out.writeNullableDouble(bar.spreadMean());
        out.writeNullableDouble(bar.spreadMax());
        out.writeNullableDouble(bar.rangePips());
        out.writeNullableDouble(bar.bodyPips());
        out.writeNullableDouble(bar.buyVolume());
        out.writeNullableDouble(bar.sellVolume());
        out.writeNullableLong(bar.firstTickTimeUs(), Bar.NO_TIME);
        out.writeNullableLong(bar.lastTickTimeUs(), Bar.NO_TIME);
        out.writeEnum(bar.status());
        out.writeLong(bar.revision());
        out.writeNullableEnum(bar.cause());
        out.writeEnum(bar.source());
        out.writeBoolean(bar.complete());
        out.writeLong(bar.version());
    }

    @Override
    public Bar read(AvroReader in) {
        BarKey key = new BarKey(
                in.readRepeatedString(),
                symbols.get(in.readRepeatedString()),
                Timeframe.parse(in.readRepeatedString()),
                in.readLong());
        Bar bar = new Bar(
                key,
                in.readLong(),
                new Ohlc(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()),
                readSide(in),
                readSide(in),
                in.readDouble(),
                in.readLong(),
                in.readNullableDouble(),
                in.readNullableDouble(),
                in.readNullableDouble(),
                in.readNullableDouble(),
                in.readNullableDouble(),
                in.readNullableDouble(),
                in.readNullableDouble(),
                in.readNullableLong(Bar.NO_TIME),
                in.readNullableLong(Bar.NO_TIME),
                in.readEnum(STATUSES),
                in.readInt(),
                in.readNullableEnum(CAUSES),
                in.readEnum(SOURCES),
                in.readBoolean());
        long version = in.readLong();
        if (version != bar.version()) {
            throw in.broken(
                    "bar " + key + " says version " + version + ", its source and revision make " + bar.version());
        }
        return bar;
    }

    private static void writeSide(@Nullable Ohlc side, AvroWriter out) {
        out.writeNullableDouble(side == null ? Double.NaN : side.open());
        out.writeNullableDouble(side == null ? Double.NaN : side.high());
        out.writeNullableDouble(side == null ? Double.NaN : side.low());
        out.writeNullableDouble(side == null ? Double.NaN : side.close());
    }

    private static @Nullable Ohlc readSide(AvroReader in) {
        Ohlc side = new Ohlc(
                in.readNullableDouble(), in.readNullableDouble(), in.readNullableDouble(), in.readNullableDouble());
        boolean absent = Double.isNaN(side.open())
                && Double.isNaN(side.high())
                && Double.isNaN(side.low())
                && Double.isNaN(side.close());
        return absent ? null : side;
    }
}
