-- Every saying of a bar with the time at which the broker took it: what was known when. Columns as those of aggregates.

-- A saying that is delivered again has the same key and is one row after a merge; readers do not depend on that.
CREATE TABLE IF NOT EXISTS bar_revisions (
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
    published_time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    stored_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(start_time)
ORDER BY (tenant, symbol, timeframe, start_time, version, published_time)
SETTINGS non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;

-- Bars of before this table: of each the last saying, known since it was stored. Again after that it adds the same rows.
INSERT INTO bar_revisions (
    tenant, symbol, timeframe, start_time, end_time, open, high, low, close, bid_open, bid_high, bid_low, bid_close, ask_open, ask_high,
    ask_low, ask_close, volume, tick_count, vwap, spread_mean, spread_max, range_pips, body_pips, buy_volume, sell_volume,
    first_tick_time, last_tick_time, status, revision, cause, source, complete, version, lineage_topic, lineage_partition,
    lineage_first_offset, lineage_last_offset, published_time, stored_at)
SELECT tenant, symbol, timeframe, start_time, end_time, open, high, low, close, bid_open, bid_high, bid_low, bid_close, ask_open,
    ask_high, ask_low, ask_close, volume, tick_count, vwap, spread_mean, spread_max, range_pips, body_pips, buy_volume, sell_volume,
    first_tick_time, last_tick_time, status, revision, cause, source, complete, version, lineage_topic, lineage_partition,
    lineage_first_offset, lineage_last_offset, stored_at, stored_at
FROM aggregates FINAL
SETTINGS max_partitions_per_insert_block = 10000;
