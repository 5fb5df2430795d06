-- Roles of ClickHouse: the owner migrates, the writer is the sink connectors, the reader is the query API, the downloader's verification and
-- people. Run it with the database of the tables as the current one (clickhouse-client --database candlewick) as a user who may make roles,
-- after the migrations (./candlewick migrate --only clickhouse); what is right stays. Grant the roles to users of your own, e.g.
--   CREATE USER candlewick_connect IDENTIFIED BY '...'; GRANT candlewick_writer TO candlewick_connect; SET DEFAULT ROLE ALL TO candlewick_connect;
-- and set auto.migrate=false for the connectors. New indicator columns are the owner's to add.

CREATE ROLE IF NOT EXISTS candlewick_writer;
CREATE ROLE IF NOT EXISTS candlewick_reader;

GRANT SELECT, INSERT ON ticks_history TO candlewick_writer;
GRANT SELECT, INSERT ON aggregates TO candlewick_writer;
GRANT SELECT, INSERT ON bar_revisions TO candlewick_writer;
GRANT SELECT, INSERT ON indicators TO candlewick_writer;
GRANT SELECT, INSERT ON external_economic_calendar TO candlewick_writer;
GRANT SELECT, INSERT ON indicator_columns TO candlewick_writer;
GRANT SELECT ON schema_version TO candlewick_writer;

GRANT SELECT ON ticks_history TO candlewick_reader;
GRANT SELECT ON aggregates TO candlewick_reader;
GRANT SELECT ON bar_revisions TO candlewick_reader;
GRANT SELECT ON indicators TO candlewick_reader;
GRANT SELECT ON external_economic_calendar TO candlewick_reader;
GRANT SELECT ON indicator_columns TO candlewick_reader;
GRANT SELECT ON schema_version TO candlewick_reader;
GRANT SELECT ON ticks TO candlewick_reader;
GRANT SELECT ON bars TO candlewick_reader;
GRANT SELECT ON bar_indicators TO candlewick_reader;
GRANT SELECT ON indicator_values TO candlewick_reader;
GRANT SELECT ON economic_calendar TO candlewick_reader;
GRANT SELECT ON symbol_metadata TO candlewick_reader;
GRANT SELECT ON daily_stats TO candlewick_reader;
GRANT SELECT ON monthly_stats TO candlewick_reader;
