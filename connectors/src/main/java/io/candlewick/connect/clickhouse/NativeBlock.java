package io.candlewick.connect.clickhouse;

import io.candlewick.connect.sink.GrowingBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Rows of {@link RowBinary} turned into one block of ClickHouse's Native format, column after column.
 *
 * <p>The server takes a column as it lies there. Of a row it reads each {@code LowCardinality} value into a column made for it alone, which
 * was more than half of all an insert of bars cost it; turning them here costs a fraction of that. <b>Shape</b>: {@code columns rows (name
 * type nulls? values)*}, numbers and lengths as LEB128; of a nullable column first a byte a row, 1 for null, then a value a row all the
 * same. <b>Source</b>: ClickHouse, "Formats for input and output data", Native. <b>Thread</b>: one; the arrays are used again.
 */
final class NativeBlock {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final int FIRST_CAPACITY = 1 << 12;
    /* So many rows stay in the processor's nearest cache while each column is taken from them. */
    private static final int RUN = 64;

    private final GrowingBytes out = new GrowingBytes();
    /* Where each row of a run goes on. */
    private final int[] next = new int[RUN];
    private Column[] columns = new Column[0];

    /** A column as far as the rows were read. */
    private static final class Column {

        final boolean isNullable;
        final int width;
        byte[] nulls = new byte[0];
        byte[] values = new byte[0];
        int rows;
        int length;

        Column(ColumnType type) {
            isNullable = type.isNullable();
            width = type.width();
        }

        void begin(int count) {
            rows = 0;
            length = 0;
            if (isNullable && nulls.length < count) {
                nulls = new byte[count];
            }
            int least = width == 0 ? FIRST_CAPACITY : Math.multiplyExact(width, count);
            if (values.length < least) {
                values = new byte[least];
            }
        }

        /** Takes its value of each row of a run. */
        void take(byte[] from, int[] at, int run) {
            for (int row = 0; row < run; row++) {
                if (isNullable) {
                    byte isNull = from[at[row]++];
                    nulls[rows + row] = isNull;
                    if (isNull != 0) {
                        takeNothing();
                        continue;
                    }
                }
                at[row] = takeOne(from, at[row]);
            }
            rows += run;
        }

        /** Takes a value that is there; gives back where the row goes on. */
        private int takeOne(byte[] from, int at) {
            int bytes = width;
            switch (width) {
                case Long.BYTES -> LONG.set(values, length, (long) LONG.get(from, at));
                case Integer.BYTES -> INT.set(values, length, (int) INT.get(from, at));
                case 1 -> values[length] = from[at];
                default -> bytes = takeText(from, at);
            }
            length += bytes;
            return at + bytes;
        }

        private int takeText(byte[] from, int at) {
            int index = at;
            int size = 0;
            for (int shift = 0; ; shift += 7) {
                byte part = from[index++];
                size |= (part & 0x7F) << shift;
                if (part >= 0) {
                    break;
                }
            }
            int bytes = index + size - at;
            need(bytes);
            System.arraycopy(from, at, values, length, bytes);
            return bytes;
        }

        /** A value that is not there is zero, or an empty text. */
        private void takeNothing() {
            if (width == Long.BYTES) {
                LONG.set(values, length, 0L);
                length += Long.BYTES;
            } else {
                int bytes = Math.max(1, width);
                need(bytes);
                Arrays.fill(values, length, length + bytes, (byte) 0);
                length += bytes;
            }
        }

        private void need(int more) {
            if (values.length - length < more) {
                values = Arrays.copyOf(values, Math.max(2 * values.length, Math.addExact(length, more)));
            }
        }
    }

    /**
     * Fills it anew.
     *
     * @param names the columns' names
     * @param types as the rows were encoded
     * @param rows holds the rows
     * @param starts where each row begins
     * @param count how many there are
     */
    void fill(List<String> names, List<ColumnType> types, byte[] rows, IntUnaryOperator starts, int count) {
        begin(types, count);
        for (int first = 0; first < count; first += RUN) {
            int run = Math.min(RUN, count - first);
            for (int row = 0; row < run; row++) {
                next[row] = starts.applyAsInt(first + row);
            }
            for (Column column : columns) {
                column.take(rows, next, run);
            }
        }
        out.clear();
        out.int32Var(columns.length);
        out.int32Var(count);
        for (int index = 0; index < columns.length; index++) {
            out.sizedTextVar(names.get(index));
            out.sizedTextVar(types.get(index).sql());
            if (columns[index].isNullable) {
                out.append(columns[index].nulls, 0, count);
            }
            out.append(columns[index].values, 0, columns[index].length);
        }
    }

    private void begin(List<ColumnType> types, int count) {
        if (columns.length != types.size()) {
            columns = new Column[types.size()];
        }
        for (int index = 0; index < columns.length; index++) {
            Column column = columns[index];
            ColumnType type = types.get(index);
            if (column == null || column.isNullable != type.isNullable() || column.width != type.width()) {
                columns[index] = new Column(type);
            }
            columns[index].begin(count);
        }
    }

    byte[] array() {
        return out.array();
    }

    int length() {
        return out.length();
    }
}
