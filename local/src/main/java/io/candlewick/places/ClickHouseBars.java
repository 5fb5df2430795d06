package io.candlewick.places;

import io.candlewick.market.BarKey;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bars in ClickHouse's table {@code aggregates}, de-duplicated by {@code FINAL}, over its HTTP protocol in {@code RowBinary}.
 *
 * <p>Every column is asked for as a Nullable of one of four types, so a row is a null flag and a value, field by field.
 */
public final class ClickHouseBars implements BarPlace {

    private static final int MAX_TEXT = 1 << 16;

    private final ClickHouseServer server;

    /**
     * The table on a server.
     *
     * @param server the server
     */
    public ClickHouseBars(ClickHouseServer server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "clickhouse";
    }

    @Override
    public List<BarRow> read(BarRange range) throws PlaceException {
        String query = "SELECT " + columns() + " FROM aggregates FINAL" + ClickHouseServer.conditions(range)
                + " ORDER BY start_time FORMAT RowBinary";
        return server.ask(
                "aggregates",
                query,
                ClickHouseServer.parameters(range),
                body -> rows(new DataInputStream(new BufferedInputStream(body))));
    }

    /**
     * When the row of a bar was written.
     *
     * @param key the bar
     * @return the row's version and time, or empty if there is none
     * @throws PlaceException if the table cannot be read
     */
    public Optional<StoredBar> stored(BarKey key) throws PlaceException {
        BarRange range = BarRange.of(key);
        String query = "SELECT version, toUnixTimestamp64Micro(stored_at) FROM aggregates FINAL"
                + ClickHouseServer.conditions(range) + " FORMAT TabSeparated";
        return server.ask("aggregates", query, ClickHouseServer.parameters(range), body -> {
            String line = new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
            int tab = line.indexOf('\t');
            return tab < 0
                    ? Optional.empty()
                    : Optional.of(new StoredBar(
                            Long.parseLong(line.substring(0, tab)), Long.parseLong(line.substring(tab + 1))));
        });
    }

    private static String columns() {
        return BarField.ALL.stream().map(ClickHouseBars::column).collect(Collectors.joining(", "));
    }

    /* Positions and not aliases: an alias of the column's own name would change what ORDER BY and WHERE mean. */
    private static String column(BarField field) {
        return switch (field.type()) {
            case TEXT -> "toNullable(toString(" + field.name() + "))";
            case TIME -> "toNullable(toUnixTimestamp64Micro(" + field.name() + "))";
            case WHOLE -> "toNullable(toInt64(" + field.name() + "))";
            case NUMBER -> "toNullable(toFloat64(" + field.name() + "))";
            case FLAG -> "toNullable(toUInt8(" + field.name() + "))";
        };
    }

    private static List<BarRow> rows(DataInputStream in) throws IOException {
        List<BarRow> rows = new ArrayList<>();
        while (true) {
            int first = in.read();
            if (first < 0) {
                return rows;
            }
            List<@Nullable Object> values = new ArrayList<>();
            for (BarField field : BarField.ALL) {
                boolean isNull = (values.isEmpty() ? first : in.readUnsignedByte()) == 1;
                values.add(isNull ? null : value(in, field.type()));
            }
            rows.add(new BarRow(values));
        }
    }

    private static Object value(DataInputStream in, BarField.Type type) throws IOException {
        return switch (type) {
            case TEXT -> text(in);
            case TIME, WHOLE -> Long.reverseBytes(in.readLong());
            case NUMBER -> Double.longBitsToDouble(Long.reverseBytes(in.readLong()));
            case FLAG -> in.readUnsignedByte() == 1;
        };
    }

    private static String text(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int part = in.readUnsignedByte();
            length |= (part & 0x7F) << shift;
            if (part < 0x80) {
                break;
            }
        }
        if (length < 0 || length > MAX_TEXT) {
            throw new EOFException("text of " + length + " bytes");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
