-- Column names are the field names of Tick.avsc and Bar.avsc. Every statement can be run again. TTL is a setting and is laid on
-- afterwards (see ClickHouseMigrations): by default rows are kept for ever, because a TTL counts from event time and would delete what a
-- replay of old data has just loaded.

-- One row a key, the one written last; until parts merge there may be more, which the view ticks leaves out.
CREATE TABLE IF NOT EXISTS ticks_history (
    tenant LowCardinality(String),
    symbol LowCardinality(String),
    feed LowCardinality(String),
    kind LowCardinality(String),
    event_time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    ingest_time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    sequence Int64 CODEC(Delta, ZSTD(1)),
    bid Nullable(Float64) CODEC(ZSTD(1)),
    ask Nullable(Float64) CODEC(ZSTD(1)),
    bid_size Nullable(Float64) CODEC(ZSTD(1)),
    ask_size Nullable(Float64) CODEC(ZSTD(1)),
    price Nullable(Float64) CODEC(ZSTD(1)),
    size Nullable(Float64) CODEC(ZSTD(1)),
    aggressor_side LowCardinality(String),
    trade_id Nullable(String) CODEC(ZSTD(1)),
    venue LowCardinality(Nullable(String)),
    conditions LowCardinality(Nullable(String)),
    action LowCardinality(String),
    lineage_topic LowCardinality(String),
    lineage_partition Int32,
    lineage_offset Int64 CODEC(Delta, ZSTD(1)),
    stored_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(event_time)
ORDER BY (tenant, symbol, event_time, feed, sequence, kind)
SETTINGS non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;

-- One row a key, the one of the greatest version, of equal versions the one written last; version is UInt64 because the engine asks for it.
CREATE TABLE IF NOT EXISTS aggregates (
    tenant LowCardinality(String),
    symbol LowCardinality(String),
    timeframe LowCardinality(String),
    start_time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    end_time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    open Float64 CODEC(ZSTD(1)),
    high Float64 CODEC(ZSTD(1)),
    low Float64 CODEC(ZSTD(1)),
    close Float64 CODEC(ZSTD(1)),
    bid_open Nullable(Float64) CODEC(ZSTD(1)),
    bid_high Nullable(Float64) CODEC(ZSTD(1)),
    bid_low Nullable(Float64) CODEC(ZSTD(1)),
    bid_close Nullable(Float64) CODEC(ZSTD(1)),
    ask_open Nullable(Float64) CODEC(ZSTD(1)),
    ask_high Nullable(Float64) CODEC(ZSTD(1)),
    ask_low Nullable(Float64) CODEC(ZSTD(1)),
    ask_close Nullable(Float64) CODEC(ZSTD(1)),
    volume Float64 CODEC(ZSTD(1)),
    tick_count Int64 CODEC(ZSTD(1)),
    vwap Nullable(Float64) CODEC(ZSTD(1)),
    spread_mean Nullable(Float64) CODEC(ZSTD(1)),
    spread_max Nullable(Float64) CODEC(ZSTD(1)),
    range_pips Nullable(Float64) CODEC(ZSTD(1)),
    body_pips Nullable(Float64) CODEC(ZSTD(1)),
    buy_volume Nullable(Float64) CODEC(ZSTD(1)),
    sell_volume Nullable(Float64) CODEC(ZSTD(1)),
    first_tick_time Nullable(DateTime64(6, 'UTC')) CODEC(DoubleDelta, ZSTD(1)),
    last_tick_time Nullable(DateTime64(6, 'UTC')) CODEC(DoubleDelta, ZSTD(1)),
    status LowCardinality(String),
    revision Int32,
    cause LowCardinality(Nullable(String)),
    source LowCardinality(String),
    complete Bool,
    version UInt64,
    lineage_topic LowCardinality(Nullable(String)),
    lineage_partition Nullable(Int32),
    lineage_first_offset Nullable(Int64) CODEC(ZSTD(1)),
    lineage_last_offset Nullable(Int64) CODEC(ZSTD(1)),
    stored_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(start_time)
ORDER BY (tenant, symbol, timeframe, start_time)
SETTINGS non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;

-- What to read: each key once. A key's month never changes, so parts of different months need not be compared.
CREATE VIEW IF NOT EXISTS ticks AS
SELECT * FROM ticks_history FINAL SETTINGS do_not_merge_across_partitions_select_final = 1;

CREATE VIEW IF NOT EXISTS bars AS
SELECT * FROM aggregates FINAL SETTINGS do_not_merge_across_partitions_select_final = 1;
