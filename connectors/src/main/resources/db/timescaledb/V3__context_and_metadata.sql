-- Columns of market_context are the field names of EconomicEvent.avsc.

CREATE TABLE market_context (
    tenant          text        NOT NULL,
    source          text        NOT NULL,
    currency        text        NOT NULL,
    title           text        NOT NULL,
    event_time      timestamptz NOT NULL,
    source_id       text,
    time_precision  text        NOT NULL,
    country         text,
    importance      text        NOT NULL,
    unit            text,
    actual_text     text,
    actual          double precision,
    forecast_text   text,
    forecast        double precision,
    previous_text   text,
    previous        double precision,
    revised_text    text,
    revised         double precision,
    first_seen_time timestamptz NOT NULL,
    updated_time    timestamptz NOT NULL,
    stored_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (event_time, currency, title, source, tenant)
);

COMMENT ON TABLE market_context IS
    'Entries of economic calendars, one row a (tenant, source, currency, title, event_time): the one updated last.';

CREATE TABLE symbol_metadata (
    tenant     text        NOT NULL,
    symbol     text        NOT NULL,
    timeframe  text        NOT NULL,
    earliest   timestamptz NOT NULL,
    latest     timestamptz NOT NULL,
    bars       bigint      NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (symbol, timeframe, tenant)
) WITH (fillfactor = 50);

COMMENT ON TABLE symbol_metadata IS
    'What was ever stored of each series of bars. The sink changes it in the transaction that stores the bars and counts those that '
    'were not there before, so that a bar delivered twice counts once; bars that expire stay counted.';
COMMENT ON COLUMN symbol_metadata.earliest IS 'Least start_time of a bar.';
COMMENT ON COLUMN symbol_metadata.latest IS 'Greatest start_time of a bar.';

-- For those who delete bars by hand: counts what is there now.
CREATE FUNCTION rebuild_symbol_metadata() RETURNS void LANGUAGE sql AS $$
    LOCK TABLE market_candles IN SHARE MODE;
    DELETE FROM symbol_metadata;
    INSERT INTO symbol_metadata (tenant, symbol, timeframe, earliest, latest, bars)
    SELECT tenant, symbol, timeframe, min(start_time), max(start_time), count(*)
    FROM market_candles
    GROUP BY tenant, symbol, timeframe;
$$;

SELECT rebuild_symbol_metadata();
