package io.candlewick.connect.timescaledb;

import io.candlewick.connect.sink.RowRange;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many bars of each series a batch holds, and from when to when, read from the rows as they are sent to COPY.
 *
 * <p>Bars that went straight into the table were not there before, or the COPY had failed: all of them count. <b>Thread</b>: one.
 */
final class SeriesTally {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    /* Tenant, symbol, timeframe: the first columns of a bar; its start follows them. */
    private static final int KEY_FIELDS = 3;
    private static final int SLOTS = 1 << 10;

    /** Adds to what is there; in the order of the key, so that two tasks never wait for each other. */
    private static final String ADD =
            "INSERT INTO symbol_metadata AS kept (tenant, symbol, timeframe, earliest, latest, bars)"
                    + " SELECT tenant, symbol, timeframe, '2000-01-01 00:00:00+00'::timestamptz + earliest * interval '1 microsecond',"
                    + " '2000-01-01 00:00:00+00'::timestamptz + latest * interval '1 microsecond', bars"
                    + " FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[])"
                    + " AS batch (tenant, symbol, timeframe, earliest, latest, bars) ORDER BY 2, 3, 1 "
                    + StagedTable.MERGE_METADATA;

    private final Map<String, Series> all = new HashMap<>();
    /* The series whose bytes were seen last in a slot, so that a text is made once a series and batch. */
    private final @Nullable Series[] recent = new Series[SLOTS];

    private static final class Series {
        final byte[] key;
        long earliest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        long bars;

        Series(byte[] key) {
            this.key = key;
        }

        void add(long start) {
            earliest = Math.min(earliest, start);
            latest = Math.max(latest, start);
            bars++;
        }
    }

    void add(RowRange rows) {
        byte[] array = rows.array();
        for (int row = 0; row < rows.size(); row++) {
            int from = rows.from(row) + Short.BYTES;
            int end = from;
            for (int field = 0; field < KEY_FIELDS; field++) {
                end += Integer.BYTES + (int) INT.get(array, end);
            }
            series(array, from, end).add((long) LONG.get(array, end + Integer.BYTES));
        }
    }

    private Series series(byte[] array, int from, int end) {
        int hash = end - from;
        for (int index = from; index < end; index++) {
            hash = 31 * hash + array[index];
        }
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
        Series series = recent[slot];
        if (series == null || !Arrays.equals(series.key, 0, series.key.length, array, from, end)) {
            String text = new String(array, from, end - from, StandardCharsets.ISO_8859_1);
            series = all.computeIfAbsent(text, key -> new Series(Arrays.copyOfRange(array, from, end)));
            recent[slot] = series;
        }
        return series;
    }

    /** Adds what was tallied to the table and forgets it; the caller commits. */
    void store(Connection connection) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            Collection<Series> series = new TreeMap<>(all).values();
            for (int field = 0; field < KEY_FIELDS; field++) {
                int number = field;
                add.setArray(
                        field + 1,
                        connection.createArrayOf(
                                "text",
                                series.stream()
                                        .map(one -> text(one.key, number))
                                        .toArray(String[]::new)));
            }
            add.setObject(4, series.stream().mapToLong(one -> one.earliest).toArray());
            add.setObject(5, series.stream().mapToLong(one -> one.latest).toArray());
            add.setObject(6, series.stream().mapToLong(one -> one.bars).toArray());
            add.executeUpdate();
        }
        clear();
    }

    void clear() {
        all.clear();
        Arrays.fill(recent, null);
    }

    private static String text(byte[] key, int field) {
        int from = 0;
        for (int before = 0; before < field; before++) {
            from += Integer.BYTES + (int) INT.get(key, from);
        }
        return new String(key, from + Integer.BYTES, (int) INT.get(key, from), StandardCharsets.UTF_8);
    }
}
