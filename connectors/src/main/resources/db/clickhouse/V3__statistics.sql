-- Views and not tables filled at insert: a bar that is said again replaces the bar before it here too, and is never counted twice.

CREATE VIEW IF NOT EXISTS daily_stats AS
SELECT b.tenant AS tenant,
       b.symbol AS symbol,
       b.timeframe AS timeframe,
       toDate(b.start_time) AS day,
       count() AS bars,
       argMin(b.open, b.start_time) AS open,
       max(b.high) AS high,
       min(b.low) AS low,
       argMax(b.close, b.start_time) AS close,
       sum(b.volume) AS volume,
       sum(b.tick_count) AS tick_count,
       countIf(NOT b.complete) AS incomplete_bars,
       countIf(b.revision > 0) AS corrected_bars,
       max(b.spread_max) AS spread_max
FROM aggregates AS b FINAL
GROUP BY tenant, symbol, timeframe, day
SETTINGS do_not_merge_across_partitions_select_final = 1;

CREATE VIEW IF NOT EXISTS monthly_stats AS
SELECT b.tenant AS tenant,
       b.symbol AS symbol,
       b.timeframe AS timeframe,
       toStartOfMonth(b.start_time) AS month,
       count() AS bars,
       argMin(b.open, b.start_time) AS open,
       max(b.high) AS high,
       min(b.low) AS low,
       argMax(b.close, b.start_time) AS close,
       sum(b.volume) AS volume,
       sum(b.tick_count) AS tick_count,
       countIf(NOT b.complete) AS incomplete_bars,
       countIf(b.revision > 0) AS corrected_bars,
       max(b.spread_max) AS spread_max
FROM aggregates AS b FINAL
GROUP BY tenant, symbol, timeframe, month
SETTINGS do_not_merge_across_partitions_select_final = 1;
