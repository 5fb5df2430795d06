package io.candlewick.streams.stored;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.candlewick.market.Bar;
import io.candlewick.market.IndicatorValues;
import io.candlewick.streams.config.TimescaleAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** TimescaleDB's or PostgreSQL's tables {@code market_candles}, {@code market_indicators} and {@code market_ticks}. */
public final class TimescaleSeries implements StoredSeries {

    private static final int CONNECTIONS = 4;
    private static final long CONNECTION_TIMEOUT_MS = 3_000;
    private static final String TIMES = "timestamptz 'epoch' + ? * interval '1 microsecond'";
    private static final String WHERE = " WHERE tenant = ? AND symbol = ? AND timeframe = ?" + " AND start_time >= "
            + TIMES + " AND start_time < " + TIMES + " ORDER BY start_time DESC LIMIT ?";
    private static final String BARS =
            "SELECT " + BarColumns.select(TimescaleSeries::microseconds) + " FROM market_candles" + WHERE;
    private static final String INDICATORS =
            "SELECT " + IndicatorRows.select(TimescaleSeries::microseconds) + ", i.* FROM market_indicators i" + WHERE;
    private static final String LAST_QUOTE = "SELECT " + microseconds("event_time") + ", " + microseconds("ingest_time")
            + ", feed, bid, ask, bid_size, ask_size, price, size FROM market_ticks"
            + " WHERE symbol = ? AND tenant = ? ORDER BY event_time DESC, sequence DESC LIMIT 1";

    private final TimescaleAddress address;
    private final HikariDataSource pool;

    /**
     * The tables of a server; nothing is asked yet.
     *
     * @param address the server
     */
    public TimescaleSeries(TimescaleAddress address) {
        this.address = address;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setReadOnly(true);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        // Answers come from other tiers while the database is away.
        config.setInitializationFailTimeout(-1);
        config.setPoolName("query-timescaledb");
        this.pool = new HikariDataSource(config);
    }

    @Override
    public String name() {
        return "timescaledb";
    }

    @Override
    public boolean hasAllVerified() {
        return false;
    }

    @Override
    public List<Bar> bars(SeriesRange range) throws StoreUnavailableException {
        return read(BARS, range, results -> {
            List<Bar> bars = new ArrayList<>();
            while (results.next()) {
                bars.add(BarColumns.bar(range, new ColumnFields(results)));
            }
            return bars;
        });
    }

    @Override
    public List<IndicatorValues> indicators(SeriesRange range) throws StoreUnavailableException {
        return read(INDICATORS, range, results -> {
            ResultSetMetaData table = results.getMetaData();
            // The table's own columns come after the selected ones, the values after its fixed ones.
            int first = IndicatorRows.selected() + IndicatorRows.FIXED.size();
            List<String> names = new ArrayList<>();
            for (int column = first + 1; column <= table.getColumnCount(); column++) {
                names.add(table.getColumnName(column));
            }
            IndicatorRows rows = new IndicatorRows(range, names);
            List<IndicatorValues> values = new ArrayList<>();
            while (results.next()) {
                ColumnFields fields = new ColumnFields(results);
                fields.skipAfter(IndicatorRows.selected(), IndicatorRows.FIXED.size());
                values.add(rows.values(fields));
            }
            return values;
        });
    }

    /**
     * The newest tick of a symbol.
     *
     * @param tenant whose data
     * @param symbol the instrument
     * @return the tick, or empty if none is kept
     * @throws StoreUnavailableException if the database is away or refuses
     */
    public Optional<LastTick> lastTick(String tenant, String symbol) throws StoreUnavailableException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(LAST_QUOTE)) {
            statement.setString(1, symbol);
            statement.setString(2, tenant);
            try (ResultSet results = statement.executeQuery()) {
                if (!results.next()) {
                    return Optional.empty();
                }
                ColumnFields in = new ColumnFields(results);
                return Optional.of(new LastTick(
                        in.whole(),
                        in.whole(),
                        in.text(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number()));
            }
        } catch (SQLException failure) {
            throw unavailable(failure);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private interface Rows<T> {
        List<T> of(ResultSet results) throws SQLException;
    }

    private <T> List<T> read(String query, SeriesRange range, Rows<T> rows) throws StoreUnavailableException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, range.tenant());
            statement.setString(2, range.symbol().text());
            statement.setString(3, range.timeframe().code());
            statement.setLong(4, range.fromUs());
            statement.setLong(5, range.toUs());
            statement.setInt(6, range.limit());
            try (ResultSet results = statement.executeQuery()) {
                List<T> found = rows.of(results);
                Collections.reverse(found);
                return found;
            }
        } catch (SQLException failure) {
            throw unavailable(failure);
        }
    }

    private StoreUnavailableException unavailable(SQLException failure) {
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
        return new StoreUnavailableException("TimescaleDB at " + address.url() + " cannot answer: " + message, failure);
    }

    private static String microseconds(String column) {
        return "(extract(epoch from " + column + ") * 1000000)::bigint";
    }

    /** The columns of the current row. */
    private static final class ColumnFields implements FieldReader<SQLException> {

        private final ResultSet results;
        private int last;
        private int skipAfter = Integer.MAX_VALUE;
        private int skipped;

        ColumnFields(ResultSet results) {
            this.results = results;
        }

        void skipAfter(int column, int count) {
            skipAfter = column;
            skipped = count;
        }

        private int next() {
            last++;
            return last > skipAfter ? last + skipped : last;
        }

        @Override
        public String text() throws SQLException {
            String text = results.getString(next());
            return text == null ? "" : text;
        }

        @Override
        public long whole() throws SQLException {
            return results.getLong(next());
        }

        @Override
        public double number() throws SQLException {
            double number = results.getDouble(next());
            return results.wasNull() ? Double.NaN : number;
        }

        @Override
        public long time() throws SQLException {
            long time = results.getLong(next());
            return results.wasNull() ? Bar.NO_TIME : time;
        }

        @Override
        public boolean flag() throws SQLException {
            return results.getBoolean(next());
        }
    }
}
