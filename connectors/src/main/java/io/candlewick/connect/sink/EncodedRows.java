package io.candlewick.connect.sink;

import io.candlewick.serde.AvroReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Rows of one table as the bytes the database takes, side by side in one array that is used again for every batch.
 *
 * <p>Of rows whose key is the same the one of the greatest version stays, of equal ones the last: keys are compared as the bytes they were
 * encoded to. <b>Shape</b>: bounded by the pipeline's {@code batch.max.rows} and one poll. <b>Thread</b>: one at a time.
 */
public final class EncodedRows {

    private static final int FIRST_ROWS = 1 << 10;
    private static final int NONE = -1;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final AvroRow row;
    private final GrowingBytes bytes;
    private final RowEncoder encoder;
    private final int columns;
    private final boolean keyed;
    private final RowOrigins origins = new RowOrigins(FIRST_ROWS);
    private int count;
    private int superseded;
    /* starts[count] is where the next row will begin. */
    private int[] starts = new int[FIRST_ROWS + 1];
    private int[] keyEnds = new int[FIRST_ROWS];
    private long[] versions = new long[FIRST_ROWS];
    private boolean[] isSuperseded = new boolean[FIRST_ROWS];
    private int[] rowByKey = emptySlots(FIRST_ROWS);

    EncodedRows(AvroRow row, GrowingBytes bytes, RowEncoder encoder) {
        this.row = row;
        this.bytes = bytes;
        this.encoder = encoder;
        this.columns = row.columns().size();
        this.keyed = row.isKeyed();
    }

    /**
     * Appends a record, unless it is no row. A record that makes no sense leaves nothing behind.
     *
     * @param fromUs rows of before this are left out
     * @return false if it was left out for its age
     */
    boolean add(AvroReader in, SinkRecord record, long fromUs) {
        if (!row.isRow(in)) {
            return true;
        }
        if (fromUs != Long.MIN_VALUE && row.timeUs(in) < fromUs) {
            return false;
        }
        grow();
        int start = bytes.length();
        try {
            encoder.beginRow(columns);
            row.mapKey(in, encoder);
            keyEnds[count] = bytes.length();
            versions[count] = row.mapRest(in, record, encoder);
        } catch (RuntimeException unfit) {
            bytes.truncate(start);
            throw unfit;
        }
        origins.set(count, record);
        starts[count + 1] = bytes.length();
        if (keyed && !isNewest()) {
            bytes.truncate(start);
            return true;
        }
        count++;
        return true;
    }

    /** Looks for an earlier row of the key; false if that one is to stay. */
    private boolean isNewest() {
        int slot = hash(starts[count], keyEnds[count]) & (rowByKey.length - 1);
        while (rowByKey[slot] != NONE && !sameKey(rowByKey[slot])) {
            slot = (slot + 1) & (rowByKey.length - 1);
        }
        int earlier = rowByKey[slot];
        if (earlier != NONE) {
            if (versions[earlier] > versions[count]) {
                return false;
            }
            isSuperseded[earlier] = true;
            superseded++;
        }
        rowByKey[slot] = count;
        return true;
    }

    private boolean sameKey(int other) {
        return Arrays.equals(
                bytes.array(), starts[other], keyEnds[other], bytes.array(), starts[count], keyEnds[count]);
    }

    /* Eight bytes a step: one at a time it was a fifteenth of all the worker did for a bar. */
    private int hash(int from, int to) {
        byte[] array = bytes.array();
        long hash = (long) to - from;
        int index = from;
        for (; index <= to - Long.BYTES; index += Long.BYTES) {
            hash = (hash ^ (long) LONG.get(array, index)) * SPREAD;
            hash ^= hash >>> Integer.SIZE;
        }
        for (; index < to; index++) {
            hash = (hash ^ array[index]) * SPREAD;
        }
        return (int) (hash ^ hash >>> Integer.SIZE);
    }

    private void grow() {
        if (count < versions.length) {
            return;
        }
        int rows = count * 2;
        starts = Arrays.copyOf(starts, rows + 1);
        keyEnds = Arrays.copyOf(keyEnds, rows);
        versions = Arrays.copyOf(versions, rows);
        isSuperseded = Arrays.copyOf(isSuperseded, rows);
        origins.grow(rows);
        int[] entries = rowByKey;
        rowByKey = emptySlots(rows);
        for (int entry : entries) {
            if (entry != NONE) {
                int slot = hash(starts[entry], keyEnds[entry]) & (rowByKey.length - 1);
                while (rowByKey[slot] != NONE) {
                    slot = (slot + 1) & (rowByKey.length - 1);
                }
                rowByKey[slot] = entry;
            }
        }
    }

    private static int[] emptySlots(int rows) {
        int[] slots = new int[rows * 2];
        Arrays.fill(slots, NONE);
        return slots;
    }

    /** All rows that count, side by side; nothing may be added after that. */
    RowRange seal() {
        if (superseded > 0) {
            closeUp();
        }
        return new RowRange(this, 0, count);
    }

    private void closeUp() {
        int kept = 0;
        int end = starts[0];
        for (int index = 0; index < count; index++) {
            if (!isSuperseded[index]) {
                int length = starts[index + 1] - starts[index];
                System.arraycopy(bytes.array(), starts[index], bytes.array(), end, length);
                origins.move(index, kept);
                starts[kept] = end;
                end += length;
                kept++;
            }
        }
        starts[kept] = end;
        bytes.truncate(end);
        Arrays.fill(isSuperseded, 0, count, false);
        origins.forget(kept, count);
        count = kept;
        superseded = 0;
    }

    /** Forgets the rows and keeps the arrays. */
    void clear() {
        bytes.clear();
        origins.forget(0, count);
        if (superseded > 0) {
            Arrays.fill(isSuperseded, 0, count, false);
        }
        if (keyed) {
            Arrays.fill(rowByKey, NONE);
        }
        count = 0;
        superseded = 0;
        starts[0] = 0;
    }

    int count() {
        return count;
    }

    int start(int index) {
        return starts[index];
    }

    SinkRecord record(int index) {
        return origins.record(index);
    }

    byte[] array() {
        return bytes.array();
    }

    RowEncoder encoder() {
        return encoder;
    }
}
