-- Column names are the field names of EconomicEvent.avsc.

CREATE TABLE IF NOT EXISTS external_economic_calendar (
    tenant LowCardinality(String),
    source LowCardinality(String),
    currency LowCardinality(String),
    title String CODEC(ZSTD(1)),
    event_time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    source_id Nullable(String) CODEC(ZSTD(1)),
    time_precision LowCardinality(String),
    country LowCardinality(Nullable(String)),
    importance LowCardinality(String),
    unit LowCardinality(Nullable(String)),
    actual_text Nullable(String) CODEC(ZSTD(1)),
    actual Nullable(Float64) CODEC(ZSTD(1)),
    forecast_text Nullable(String) CODEC(ZSTD(1)),
    forecast Nullable(Float64) CODEC(ZSTD(1)),
    previous_text Nullable(String) CODEC(ZSTD(1)),
    previous Nullable(Float64) CODEC(ZSTD(1)),
    revised_text Nullable(String) CODEC(ZSTD(1)),
    revised Nullable(Float64) CODEC(ZSTD(1)),
    first_seen_time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    updated_time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    stored_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(updated_time)
PARTITION BY toYear(event_time)
ORDER BY (tenant, currency, event_time, title, source)
SETTINGS non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;

-- What to read: each key once, as it was updated last.
CREATE VIEW IF NOT EXISTS economic_calendar AS
SELECT * FROM external_economic_calendar FINAL SETTINGS do_not_merge_across_partitions_select_final = 1;

-- A view, so that a bar that is delivered or corrected again is counted once.
CREATE VIEW IF NOT EXISTS symbol_metadata AS
SELECT b.tenant AS tenant,
       b.symbol AS symbol,
       b.timeframe AS timeframe,
       min(b.start_time) AS earliest,
       max(b.start_time) AS latest,
       count() AS bars
FROM aggregates AS b FINAL
GROUP BY tenant, symbol, timeframe
SETTINGS do_not_merge_across_partitions_select_final = 1;
