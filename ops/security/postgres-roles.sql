-- Roles of TimescaleDB or PostgreSQL: the owner migrates, the writer is the sink connectors, the reader is the query API and people.
-- Run it in the database of the tables as a user who may make roles, after the migrations (./candlewick migrate --only timescale) and
-- again after each release; what is right stays. The roles cannot log in: grant them to users of your own, e.g.
--   CREATE USER candlewick_connect PASSWORD '...' IN ROLE candlewick_writer;
-- and set auto.migrate=false for the connectors, which then need no owner. New indicator columns are the owner's to add
-- (./candlewick migrate, or one start with the owner's user).

DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['candlewick_writer', 'candlewick_reader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role);
  END LOOP;
  -- A batch with rows that may be there already is staged in a temporary table.
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO candlewick_writer', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO candlewick_writer, candlewick_reader;

-- Nobody but the owner deletes; retention is his too.
GRANT SELECT, INSERT, UPDATE ON
  market_ticks, market_candles, market_indicators, market_context, symbol_metadata, indicator_columns
  TO candlewick_writer;

GRANT SELECT ON
  market_ticks, market_candles, market_indicators, market_context, symbol_metadata, indicator_columns, indicator_values
  TO candlewick_reader;
