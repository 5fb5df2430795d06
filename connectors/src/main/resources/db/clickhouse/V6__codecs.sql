-- Codecs that were measured on real bars (./candlewick bench codecs): the difference of a price to the one before it has few bits, the difference of
-- two offsets hardly changes. Nothing is written anew: parts take them as they are merged, new ones at once.

ALTER TABLE aggregates
    MODIFY COLUMN open Float64 CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN high Float64 CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN low Float64 CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN close Float64 CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN bid_open Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN bid_high Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN bid_low Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN bid_close Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN ask_open Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN ask_high Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN ask_low Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN ask_close Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN vwap Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN lineage_first_offset Nullable(Int64) CODEC(DoubleDelta, ZSTD(1)),
    MODIFY COLUMN lineage_last_offset Nullable(Int64) CODEC(DoubleDelta, ZSTD(1));

ALTER TABLE bar_revisions
    MODIFY COLUMN open Float64 CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN high Float64 CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN low Float64 CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN close Float64 CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN bid_open Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN bid_high Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN bid_low Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN bid_close Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN ask_open Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN ask_high Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN ask_low Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN ask_close Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN vwap Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN lineage_first_offset Nullable(Int64) CODEC(DoubleDelta, ZSTD(1)),
    MODIFY COLUMN lineage_last_offset Nullable(Int64) CODEC(DoubleDelta, ZSTD(1));

ALTER TABLE ticks_history
    MODIFY COLUMN bid Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN ask Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN price Nullable(Float64) CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN lineage_offset Int64 CODEC(DoubleDelta, ZSTD(1));
