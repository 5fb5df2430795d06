package io.candlewick.bench.sink;

import io.candlewick.market.Timeframe;
import java.util.Locale;

/** What is written where. */
enum Target {
    /** Ticks into TimescaleDB, or the PostgreSQL that stands in for it. */
    TIMESCALE_TICKS("bench.ticks", "market_ticks", "ticks"),
    /** Bars into TimescaleDB. */
    TIMESCALE_BARS("bench.bars", "market_candles", "bars"),
    /** Ticks into ClickHouse. */
    CLICKHOUSE_TICKS("bench.ticks", "ticks_history", "ticks"),
    /** Bars into ClickHouse. */
    CLICKHOUSE_BARS("bench.bars", "aggregates", "bars");

    /** Timeframe of every bar that is written. */
    static final Timeframe TIMEFRAME = Timeframe.M1;

    private final String topic;
    private final String table;
    private final String kind;

    Target(String topic, String table, String kind) {
        this.topic = topic;
        this.table = table;
        this.kind = kind;
    }

    String topic() {
        return topic;
    }

    String table() {
        return table;
    }

    String kind() {
        return kind;
    }

    boolean isTimescale() {
        return this == TIMESCALE_TICKS || this == TIMESCALE_BARS;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
