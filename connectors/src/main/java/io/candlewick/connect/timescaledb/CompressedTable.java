package io.candlewick.connect.timescaledb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a hypertable is compressed: one segment a series, ordered by time, so that a chart reads one segment a chunk.
 *
 * @param table the hypertable
 * @param segmentBy columns that a compressed row has one value of
 * @param orderBy columns that order the values in it
 */
record CompressedTable(String table, String segmentBy, String orderBy) {

    static final List<CompressedTable> ALL = List.of(
            new CompressedTable("market_ticks", "symbol, tenant, feed", "event_time, sequence"),
            new CompressedTable("market_candles", "symbol, timeframe, tenant", "start_time"),
            new CompressedTable("market_indicators", "symbol, timeframe, tenant", "start_time"));

    /** A query that is true once compression was switched on; it is never switched off, for chunks may be compressed. */
    String isEnabled() {
        return "SELECT compression_enabled FROM timescaledb_information.hypertables WHERE hypertable_name = '" + table
                + "'";
    }

    /** The statements that lay the policy on, change its age, or take it off. */
    List<String> changes(boolean enabled, Optional<Duration> after) {
        List<String> changes = new ArrayList<>();
        if (!enabled && after.isPresent()) {
            changes.add("ALTER TABLE " + table + " SET (timescaledb.compress, timescaledb.compress_segmentby = '"
                    + segmentBy + "', timescaledb.compress_orderby = '" + orderBy + "')");
        }
        if (enabled || after.isPresent()) {
            changes.add("SELECT remove_compression_policy('" + table + "', if_exists => true)");
        }
        after.ifPresent(age -> changes.add("SELECT add_compression_policy('" + table + "', compress_after => interval '"
                + age.toSeconds() + " seconds')"));
        return changes;
    }
}
