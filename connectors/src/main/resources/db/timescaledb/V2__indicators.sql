-- The fixed columns are the field names of IndicatorSet.avsc. Each indicator has a column of its own, named as the topic names it
-- (rsi_14, macd_signal, ...), which the sink adds with the first bar that carries it: the set is configuration, not part of a migration.

CREATE TABLE market_indicators (
    tenant     text        NOT NULL,
    symbol     text        NOT NULL,
    timeframe  text        NOT NULL,
    start_time timestamptz NOT NULL,
    end_time   timestamptz NOT NULL,
    status     text        NOT NULL,
    revision   integer     NOT NULL,
    version    bigint      NOT NULL,
    bars_seen  bigint      NOT NULL,
    stored_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (symbol, timeframe, start_time, tenant)
);

COMMENT ON TABLE market_indicators IS
    'Indicator values, one row a bar, one column a value; null before warm-up. The row of the greatest version is kept, as of its bar.';

CREATE TABLE indicator_columns (
    name       text        PRIMARY KEY,
    formula_id text        NOT NULL,
    parameters text        NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE indicator_columns IS 'How each column of market_indicators is computed: formula with its seed rule, and parameters.';

-- The same values, one row each. The whole row is taken apart, so a column that is added later is seen without a change here.
CREATE VIEW indicator_values AS
SELECT i.tenant,
       i.symbol,
       i.timeframe,
       i.start_time                          AS time,
       v.key                                 AS name,
       (v.value #>> '{}')::double precision  AS value,
       c.formula_id,
       c.parameters
FROM market_indicators i
CROSS JOIN LATERAL jsonb_each(
    to_jsonb(i) - '{tenant,symbol,timeframe,start_time,end_time,status,revision,version,bars_seen,stored_at}'::text[]) v
LEFT JOIN indicator_columns c ON c.name = v.key
WHERE v.value <> 'null'::jsonb;
