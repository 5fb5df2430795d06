package io.candlewick.connect.timescaledb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompressedTableTest {

    private static final CompressedTable BARS = CompressedTable.ALL.get(1);

    @Test
    void shouldSwitchCompressionOnAndLayThePolicyOn() {
        assertThat(BARS.changes(false, Optional.of(Duration.ofDays(1))))
                .containsExactly(
                        "ALTER TABLE market_candles SET (timescaledb.compress, timescaledb.compress_segmentby ="
                                + " 'symbol, timeframe, tenant', timescaledb.compress_orderby = 'start_time')",
                        "SELECT remove_compression_policy('market_candles', if_exists => true)",
                        "SELECT add_compression_policy('market_candles', compress_after => interval '86400 seconds')");
    }

    @Test
    void shouldLeaveCompressedChunksAloneWhenThePolicyIsTakenOff() {
        assertThat(BARS.changes(true, Optional.empty()))
                .containsExactly("SELECT remove_compression_policy('market_candles', if_exists => true)");
    }

    @Test
    void shouldDoNothingWhereNobodyAsks() {
        assertThat(BARS.changes(false, Optional.empty())).isEmpty();
    }
}
