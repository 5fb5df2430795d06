package io.candlewick.serde;

import io.candlewick.avro.AggressorSide;
import io.candlewick.avro.FeedStatus;
import io.candlewick.avro.TickAction;
import io.candlewick.avro.TickKind;
import io.candlewick.contract.ContractSchemas;
import io.candlewick.market.Tick;
import org.apache.avro.Schema;

/** {@link Tick} as the bytes of {@code Tick.avsc}, field by field in the schema's order. */
final class TickCodec implements AvroCodec<Tick> {

    private static final Schema SCHEMA = ContractSchemas.of(io.candlewick.avro.Tick.class);
    private static final TickKind[] KINDS = TickKind.values();
    private static final AggressorSide[] SIDES = AggressorSide.values();
    private static final TickAction[] ACTIONS = TickAction.values();
    private static final FeedStatus[] STATUSES = FeedStatus.values();

    private final SymbolCache symbols = new SymbolCache();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(Tick tick, AvroWriter out) {
        out.writeString(tick.tenant());
        out.writeString(tick.symbol().text());
        out.writeString(tick.feed());
        out.writeEnum(tick.kind());
        out.writeLong(tick.eventTimeUs());
        out.writeLong(tick.ingestTimeUs());
        out.writeLong(tick.sequence());
        out.writeNullableDouble(tick.bid());
        out.writeNullableDouble(tick.ask());
        out.writeNullableDouble(tick.bidSize());
        out.writeNullableDouble(tick.askSize());
        out.writeNullableDouble(tick.price());
        out.writeNullableDouble(tick.size());
        out.writeEnum(tick.aggressorSide());
        out.writeNullableString(tick.tradeId());
        out.writeNullableString(tick.venue());
        out.writeNullableString(tick.conditions());
        out.writeEnum(tick.action());
        out.writeNullableEnum(tick.feedStatus());
    }

    @Override
    public Tick read(AvroReader in) {
        return new Tick(
                in.readRepeatedString(),
                symbols.get(in.readRepeatedString()),
                in.readRepeatedString(),
                in.readEnum(KINDS),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readNullableDouble(),
                in.readNullableDouble(),
                in.readNullableDouble(),
                in.readNullableDouble(),
                in.readNullableDouble(),
                in.readNullableDouble(),
                in.readEnum(SIDES),
                in.readNullableString(),
                in.readNullableString(),
                in.readNullableString(),
                in.readEnum(ACTIONS),
                in.readNullableEnum(STATUSES));
    }
}
