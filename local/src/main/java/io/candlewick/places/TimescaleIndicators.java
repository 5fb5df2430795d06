package io.candlewick.places;

import io.candlewick.local.TimescaleServer;
import io.candlewick.market.Times;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The indicator values in TimescaleDB's or PostgreSQL's table {@code market_indicators}: every double column is one. */
public final class TimescaleIndicators implements IndicatorPlace {

    private static final String SELECT = "SELECT * FROM market_indicators WHERE tenant = ? AND symbol = ?"
            + " AND timeframe = ? AND start_time >= ? AND start_time < ? ORDER BY start_time";

    private final TimescaleServer server;

    /**
     * The table on a server.
     *
     * @param server the server
     */
    public TimescaleIndicators(TimescaleServer server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "timescale";
    }

    @Override
    public List<IndicatorReading> read(BarRange range) throws PlaceException {
        try (Connection connection = TimescaleBars.connect(server);
                PreparedStatement statement = connection.prepareStatement(SELECT)) {
            TimescaleBars.bind(range, statement);
            List<IndicatorReading> readings = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    readings.add(reading(row));
                }
            }
            return readings;
        } catch (SQLException failure) {
            throw new PlaceException(
                    "market_indicators in " + server.url() + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static IndicatorReading reading(ResultSet row) throws SQLException {
        TreeMap<String, Double> values = new TreeMap<>();
        ResultSetMetaData columns = row.getMetaData();
        for (int index = 1; index <= columns.getColumnCount(); index++) {
            if (columns.getColumnType(index) == Types.DOUBLE) {
                double value = row.getDouble(index);
                if (!row.wasNull()) {
                    values.put(columns.getColumnName(index), value);
                }
            }
        }
        return new IndicatorReading(
                Times.us(row.getObject("start_time", OffsetDateTime.class).toInstant()),
                row.getString("status"),
                row.getInt("revision"),
                row.getLong("version"),
                row.getLong("bars_seen"),
                values);
    }
}
