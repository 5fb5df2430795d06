-- The fixed columns are the field names of IndicatorSet.avsc. Each indicator has a column of its own, named as the topic names it
-- (rsi_14, macd_signal, ...), which the sink adds with the first bar that carries it: the set is configuration, not part of a script.
-- The views bar_indicators (each key once) and indicator_values (one row a value) are made anew with each column that is added.

CREATE TABLE IF NOT EXISTS indicators (
    tenant LowCardinality(String),
    symbol LowCardinality(String),
    timeframe LowCardinality(String),
    start_time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    end_time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    status LowCardinality(String),
    revision Int32,
    version UInt64,
    bars_seen Int64 CODEC(Delta, ZSTD(1)),
    stored_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(start_time)
ORDER BY (tenant, symbol, timeframe, start_time)
SETTINGS non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;

CREATE TABLE IF NOT EXISTS indicator_columns (
    name String,
    formula_id String,
    parameters String,
    changed_at DateTime64(6, 'UTC') DEFAULT now64(6)
)
ENGINE = ReplacingMergeTree(changed_at)
ORDER BY name;
