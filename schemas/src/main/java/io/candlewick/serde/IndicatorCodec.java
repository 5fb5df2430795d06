package io.candlewick.serde;

import io.candlewick.avro.BarStatus;
import io.candlewick.avro.IndicatorSet;
import io.candlewick.contract.ContractSchemas;
import io.candlewick.market.BarKey;
import io.candlewick.market.IndicatorColumn;
import io.candlewick.market.IndicatorValues;
import io.candlewick.market.Timeframe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;

/**
 * {@link IndicatorValues} as the bytes of {@code IndicatorSet.avsc}, field by field in the schema's order.
 *
 * <p><b>Cost</b>: name, formula and parameters of a column are encoded once for as long as the columns stay the same list, so a value
 * costs two copies; reading gives all bars of equal columns one list. <b>Edges</b>: only finite values are written.
 */
final class IndicatorCodec implements AvroCodec<IndicatorValues> {

    private static final Schema SCHEMA = ContractSchemas.of(IndicatorSet.class);
    private static final BarStatus[] STATUSES = BarStatus.values();
    /* Far more than anybody's indicators; a greater count is a broken record. */
    private static final int MAX_VALUES = 10_000;

    private final SymbolCache symbols = new SymbolCache();
    private final AvroWriter texts = new AvroWriter();
    private List<IndicatorColumn> written = List.of();
    private byte[][] names = new byte[0][];
    private byte[][] formulas = new byte[0][];
    private List<IndicatorColumn> lastRead = List.of();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(IndicatorValues set, AvroWriter out) {
        if (set.columns() != written) {
            encodeColumns(set.columns());
        }
        BarKey key = set.key();
        out.writeString(key.tenant());
        out.writeString(key.symbol().text());
        out.writeString(key.timeframe().code());
        out.writeLong(key.startTimeUs());
        out.writeLong(set.endTimeUs());
        out.writeEnum(set.status());
        out.writeLong(set.revision());
        out.writeLong(set.version());
        out.writeLong(set.barsSeen());
        writeValues(set, out);
    }

    private void writeValues(IndicatorValues set, AvroWriter out) {
        int present = 0;
        for (int index = 0; index < names.length; index++) {
            if (Double.isFinite(set.value(index))) {
                present++;
            }
        }
        if (present > 0) {
            out.writeLong(present);
            for (int index = 0; index < names.length; index++) {
                if (Double.isFinite(set.value(index))) {
                    out.writeRawBytes(names[index], 0, names[index].length);
                    out.writeDouble(set.value(index));
                    out.writeRawBytes(formulas[index], 0, formulas[index].length);
                }
            }
        }
        out.writeLong(0);
    }

    private void encodeColumns(List<IndicatorColumn> columns) {
        names = new byte[columns.size()][];
        formulas = new byte[columns.size()][];
        for (int index = 0; index < names.length; index++) {
            IndicatorColumn column = columns.get(index);
            texts.clear();
            texts.writeString(column.name());
            names[index] = texts.toBytes();
            texts.clear();
            texts.writeString(column.formulaId());
            texts.writeString(column.parameters());
            formulas[index] = texts.toBytes();
        }
        written = columns;
    }

    @Override
    public IndicatorValues read(AvroReader in) {
        BarKey key = new BarKey(
                in.readRepeatedString(),
                symbols.get(in.readRepeatedString()),
                Timeframe.parse(in.readRepeatedString()),
                in.readLong());
        IndicatorValues.Origin bar =
                new IndicatorValues.Origin(key, in.readLong(), in.readEnum(STATUSES), in.readInt(), in.readLong());
        long barsSeen = in.readLong();
        List<IndicatorColumn> columns = new ArrayList<>(lastRead.size());
        double[] values = readValues(in, columns);
        if (!columns.equals(lastRead)) {
            lastRead = List.copyOf(columns);
        }
        return new IndicatorValues(bar, barsSeen, lastRead, values);
    }

    /* A map comes in blocks; a negative count is followed by the block's size in bytes. */
    private double[] readValues(AvroReader in, List<IndicatorColumn> columns) {
        double[] values = new double[16];
        for (long count = in.readLong(); count != 0; count = in.readLong()) {
            if (count < 0) {
                count = -count;
                in.readLong();
            }
            if (count < 0 || columns.size() + count > MAX_VALUES) {
                throw in.broken("map of more than " + MAX_VALUES + " values");
            }
            for (; count > 0; count--) {
                String name = in.readRepeatedString();
                if (columns.size() == values.length) {
                    values = Arrays.copyOf(values, 2 * values.length);
                }
                values[columns.size()] = in.readDouble();
                columns.add(column(columns.size(), name, in.readRepeatedString(), in.readRepeatedString()));
            }
        }
        return Arrays.copyOf(values, columns.size());
    }

    private IndicatorColumn column(int index, String name, String formulaId, String parameters) {
        if (index < lastRead.size()) {
            IndicatorColumn last = lastRead.get(index);
            if (last.name().equals(name)
                    && last.formulaId().equals(formulaId)
                    && last.parameters().equals(parameters)) {
                return last;
            }
        }
        return new IndicatorColumn(name, formulaId, parameters);
    }
}
