package io.candlewick.connect.timescaledb;

import static org.assertj.core.api.Assertions.assertThat;

import io.candlewick.connect.sink.BarRow;
import io.candlewick.connect.sink.EventRow;
import io.candlewick.connect.sink.TickRow;
import org.junit.jupiter.api.Test;

class StagedTableTest {

    @Test
    void shouldLeaveTicksThatAreThere() {
        StagedTable table = StagedTable.appending("market_ticks", TickRow.COLUMNS, TickRow.KEY);

        assertThat(table.copy()).startsWith("COPY staging_market_ticks (tenant, symbol, feed, kind, event_time");
        assertThat(table.upsert())
                .endsWith("FROM staging_market_ticks"
                        + " ON CONFLICT (tenant, symbol, event_time, feed, sequence, kind) DO NOTHING");
    }

    @Test
    void shouldReplaceBarsUnlessTheirVersionIsGreater() {
        StagedTable table = StagedTable.replacing("archive.bars", BarRow.COLUMNS, BarRow.KEY, "version");

        assertThat(table.create()).startsWith("CREATE TEMPORARY TABLE IF NOT EXISTS staging_archive_bars ON COMMIT");
        assertThat(table.upsert())
                .startsWith("INSERT INTO archive.bars AS kept (tenant, ")
                .contains(
                        "ON CONFLICT (tenant, symbol, timeframe, start_time) DO UPDATE SET end_time = excluded.end_time,")
                .endsWith("stored_at = excluded.stored_at WHERE excluded.version >= kept.version");
    }

    @Test
    void shouldCountOnlyRowsThatWereNotThereBefore() {
        StagedTable table = StagedTable.replacing("market_candles", BarRow.COLUMNS, BarRow.KEY, "version")
                .counted();

        assertThat(table.isCounted()).isTrue();
        assertThat(table.upsert())
                .startsWith("WITH written AS (INSERT INTO market_candles AS kept (tenant, ")
                .contains("kept.xmax = 0 AS is_new)", "FROM written WHERE is_new GROUP BY")
                .endsWith("bars = kept.bars + excluded.bars, updated_at = excluded.updated_at");
    }

    @Test
    void shouldReplaceCalendarEntriesUnlessTheyWereUpdatedLater() {
        StagedTable table = StagedTable.replacing("market_context", EventRow.COLUMNS, EventRow.KEY, EventRow.VERSION);

        assertThat(table.upsert()).endsWith("WHERE excluded.updated_time >= kept.updated_time");
    }
}
