package io.candlewick.streams.stored;

import io.candlewick.avro.BarSource;
import io.candlewick.avro.BarStatus;
import io.candlewick.avro.CorrectionCause;
import io.candlewick.contract.ContractSchemas;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Ohlc;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The columns of a bar in both databases, and how a row of them becomes a bar. */
final class BarColumns {

    /* The range names the series, and the version follows from source, completeness and revision. */
    private static final Set<String> KNOWN = Set.of("tenant", "symbol", "timeframe", "version");
    private static final List<Schema.Field> FIELDS =
            ContractSchemas.of(io.candlewick.avro.Bar.class).getFields().stream()
                    .filter(field -> !KNOWN.contains(field.name()))
                    .toList();

    private BarColumns() {}

    /** The columns as a SELECT lists them; a time goes through the database's own function that makes microseconds of it. */
    static String select(UnaryOperator<String> microseconds) {
        return FIELDS.stream()
                .map(field -> isTime(field.schema()) ? microseconds.apply(field.name()) : field.name())
                .collect(Collectors.joining(", "));
    }

    private static boolean isTime(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream().anyMatch(BarColumns::isTime)
                : schema.getLogicalType() instanceof LogicalTypes.TimestampMicros;
    }

    /** The bar of a row, whose columns are in the schema's order. */
    static <E extends Exception> Bar bar(SeriesRange series, FieldReader<E> in) throws E {
        return new Bar(
                new BarKey(series.tenant(), series.symbol(), series.timeframe(), in.whole()),
                in.whole(),
                new Ohlc(in.number(), in.number(), in.number(), in.number()),
                side(in),
                side(in),
                in.number(),
                in.whole(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.time(),
                in.time(),
                BarStatus.valueOf(in.text()),
                (int) in.whole(),
                cause(in),
                BarSource.valueOf(in.text()),
                in.flag());
    }

    private static <E extends Exception> @Nullable Ohlc side(FieldReader<E> in) throws E {
        Ohlc side = new Ohlc(in.number(), in.number(), in.number(), in.number());
        return Double.isNaN(side.open()) ? null : side;
    }

    private static <E extends Exception> @Nullable CorrectionCause cause(FieldReader<E> in) throws E {
        String text = in.text();
        return text.isEmpty() ? null : CorrectionCause.valueOf(text);
    }
}
