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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * {@link IndicatorValues} as the bytes of {@code IndicatorSet.avsc}, field by field in the schema's order.
 *
 * <p><b>Cost</b>: name, formula and parameters of a column are encoded once for as long as the columns stay the same list, so a value
 * costs two copies to write, and two comparisons to read where it is a column of the bar before it in that timeframe; all bars of equal
 * columns have one list. <b>Edges</b>: only finite values are written.
 */
final class IndicatorCodec implements AvroCodec<IndicatorValues> {

    private static final Schema SCHEMA = ContractSchemas.of(IndicatorSet.class);
    private static final BarStatus[] STATUSES = BarStatus.values();
    /* Far more than anybody's indicators; a greater count is a broken record. */
    private static final int MAX_VALUES = 10_000;
    private static final int FIRST_VALUES = 16;
    /* Far more than anybody's timeframes; beyond them all are forgotten, so that what others write cannot fill the memory. */
    private static final int MAX_TIMEFRAMES = 64;

    private final SymbolCache symbols = new SymbolCache();
    private EncodedColumns written = EncodedColumns.NONE;
    /* Series of one timeframe warm up together, so most often they carry the same columns. */
    private final Map<Timeframe, EncodedColumns> lastRead = new HashMap<>();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(IndicatorValues set, AvroWriter out) {
        if (set.columns() != written.columns()) {
            written = new EncodedColumns(set.columns());
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
        for (int index = 0; index < written.size(); index++) {
            if (Double.isFinite(set.value(index))) {
                present++;
            }
        }
        if (present > 0) {
            out.writeLong(present);
            for (int index = 0; index < written.size(); index++) {
                if (Double.isFinite(set.value(index))) {
                    written.writeValue(index, set.value(index), out);
                }
            }
        }
        out.writeLong(0);
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
        return readValues(in, bar, in.readLong());
    }

    /* A map comes in blocks; a negative count is followed by the block's size in bytes. */
    private IndicatorValues readValues(AvroReader in, IndicatorValues.Origin bar, long barsSeen) {
        EncodedColumns likely = lastRead.getOrDefault(bar.key().timeframe(), EncodedColumns.NONE);
        double[] values = new double[Math.max(FIRST_VALUES, likely.size())];
        int alike = 0;
        List<IndicatorColumn> others = new ArrayList<>(0);
        for (long count = in.readLong(); count != 0; count = in.readLong()) {
            if (count < 0) {
                count = -count;
                in.readLong();
            }
            if (count < 0 || alike + others.size() + count > MAX_VALUES) {
                throw in.broken("map of more than " + MAX_VALUES + " values");
            }
            for (; count > 0; count--) {
                int index = alike + others.size();
                if (index == values.length) {
                    values = Arrays.copyOf(values, 2 * values.length);
                }
                if (others.isEmpty() && likely.isNext(index, in)) {
                    values[index] = likely.readValue(index, in);
                    alike++;
                } else {
                    String name = in.readRepeatedString();
                    values[index] = in.readDouble();
                    others.add(new IndicatorColumn(name, in.readRepeatedString(), in.readRepeatedString()));
                }
            }
        }
        if (alike < likely.size() || !others.isEmpty()) {
            List<IndicatorColumn> columns = new ArrayList<>(likely.columns().subList(0, alike));
            columns.addAll(others);
            likely = known(columns);
            if (lastRead.size() == MAX_TIMEFRAMES) {
                lastRead.clear();
            }
            lastRead.put(bar.key().timeframe(), likely);
        }
        return new IndicatorValues(bar, barsSeen, likely.columns(), Arrays.copyOf(values, likely.size()));
    }

    private EncodedColumns known(List<IndicatorColumn> columns) {
        for (EncodedColumns known : lastRead.values()) {
            if (known.columns().equals(columns)) {
                return known;
            }
        }
        return new EncodedColumns(List.copyOf(columns));
    }
}
