package io.candlewick.places;

import io.candlewick.local.TimescaleServer;
import io.candlewick.market.BarKey;
import io.candlewick.market.Times;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The bars in TimescaleDB's or PostgreSQL's table {@code market_candles}. */
public final class TimescaleBars implements BarPlace {

    /* Ends of what a timestamp of PostgreSQL can be compared with, well beyond any bar. */
    private static final OffsetDateTime EARLIEST = OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final OffsetDateTime LATEST = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final String SELECT = "SELECT "
            + BarField.ALL.stream().map(BarField::name).collect(Collectors.joining(", "))
            + " FROM market_candles WHERE tenant = ? AND symbol = ? AND timeframe = ?"
            + " AND start_time >= ? AND start_time < ? ORDER BY start_time";
    private static final String STORED = "SELECT version, stored_at FROM market_candles"
            + " WHERE tenant = ? AND symbol = ? AND timeframe = ? AND start_time >= ? AND start_time < ?";
    private static final int FETCH_SIZE = 10_000;

    private final TimescaleServer server;

    /**
     * The table on a server.
     *
     * @param server the server
     */
    public TimescaleBars(TimescaleServer server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "timescale";
    }

    @Override
    public List<BarRow> read(BarRange range) throws PlaceException {
        try (Connection connection = connect(server);
                PreparedStatement statement = connection.prepareStatement(SELECT)) {
            bind(range, statement);
            List<BarRow> rows = new ArrayList<>();
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    rows.add(row(results));
                }
            }
            return rows;
        } catch (SQLException failure) {
            throw new PlaceException(
                    "market_candles in " + server.url() + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    /**
     * When the row of a bar was written.
     *
     * @param key the bar
     * @return the row's version and time, or empty if there is none
     * @throws PlaceException if the table cannot be read
     */
    public Optional<StoredBar> stored(BarKey key) throws PlaceException {
        try (Connection connection = connect(server);
                PreparedStatement statement = connection.prepareStatement(STORED)) {
            bind(BarRange.of(key), statement);
            try (ResultSet results = statement.executeQuery()) {
                return results.next()
                        ? Optional.of(new StoredBar(
                                results.getLong(1),
                                Times.us(results.getObject(2, OffsetDateTime.class)
                                        .toInstant())))
                        : Optional.empty();
            }
        } catch (SQLException failure) {
            throw new PlaceException(
                    "market_candles in " + server.url() + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    /** A connection that reads in steps, and so without autocommit. */
    static Connection connect(TimescaleServer server) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password());
        Connection connection = DriverManager.getConnection(server.url(), properties);
        connection.setAutoCommit(false);
        return connection;
    }

    /** Binds tenant, symbol, timeframe, least and greatest start. */
    static void bind(BarRange range, PreparedStatement statement) throws SQLException {
        statement.setFetchSize(FETCH_SIZE);
        statement.setString(1, range.tenant());
        statement.setString(2, range.symbol().text());
        statement.setString(3, range.timeframe().code());
        statement.setObject(4, bound(range.fromUs()));
        statement.setObject(5, bound(range.toUs()));
    }

    private static OffsetDateTime bound(long timeUs) {
        if (timeUs == Long.MIN_VALUE) {
            return EARLIEST;
        }
        return timeUs == Long.MAX_VALUE ? LATEST : Times.instant(timeUs).atOffset(ZoneOffset.UTC);
    }

    private static BarRow row(ResultSet results) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (int index = 0; index < BarField.ALL.size(); index++) {
            values.add(value(results, index + 1, BarField.ALL.get(index).type()));
        }
        return new BarRow(values);
    }

    private static @Nullable Object value(ResultSet results, int column, BarField.Type type) throws SQLException {
        Object value = switch (type) {
            case TEXT -> results.getString(column);
            case WHOLE -> results.getLong(column);
            case NUMBER -> results.getDouble(column);
            case FLAG -> results.getBoolean(column);
            case TIME -> {
                OffsetDateTime time = results.getObject(column, OffsetDateTime.class);
                yield time == null ? null : Times.us(time.toInstant());
            }
        };
        return results.wasNull() ? null : value;
    }
}
