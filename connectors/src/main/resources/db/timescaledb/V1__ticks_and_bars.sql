-- Column names are the field names of Tick.avsc and Bar.avsc. Prices are double precision: a double names any decimal of up to 15
-- digits exactly. Hypertables, chunk widths and retention are settings and are laid on afterwards (see TimescaleStorage).

CREATE TABLE market_ticks (
    tenant            text             NOT NULL,
    symbol            text             NOT NULL,
    feed              text             NOT NULL,
    kind              text             NOT NULL,
    event_time        timestamptz      NOT NULL,
    ingest_time       timestamptz      NOT NULL,
    sequence          bigint           NOT NULL,
    bid               double precision,
    ask               double precision,
    bid_size          double precision,
    ask_size          double precision,
    price             double precision,
    size              double precision,
    aggressor_side    text             NOT NULL,
    trade_id          text,
    venue             text,
    conditions        text,
    action            text             NOT NULL,
    lineage_topic     text             NOT NULL,
    lineage_partition integer          NOT NULL,
    lineage_offset    bigint           NOT NULL,
    stored_at         timestamptz      NOT NULL DEFAULT now(),
    -- Symbol and time come first, so that this one index also answers "this symbol, that range" with or without a tenant: a second
    -- index would cost the inserts more than it gives.
    PRIMARY KEY (symbol, event_time, tenant, feed, sequence, kind)
);

COMMENT ON TABLE market_ticks IS
    'Quotes and trades as received, each once by (tenant, symbol, event_time, feed, sequence, kind); never heartbeats.';
COMMENT ON COLUMN market_ticks.lineage_offset IS
    'Offset in lineage_topic, lineage_partition where the tick was first read: bars name ranges of these.';

CREATE TABLE market_candles (
    tenant               text             NOT NULL,
    symbol               text             NOT NULL,
    timeframe            text             NOT NULL,
    start_time           timestamptz      NOT NULL,
    end_time             timestamptz      NOT NULL,
    open                 double precision NOT NULL,
    high                 double precision NOT NULL,
    low                  double precision NOT NULL,
    close                double precision NOT NULL,
    bid_open             double precision,
    bid_high             double precision,
    bid_low              double precision,
    bid_close            double precision,
    ask_open             double precision,
    ask_high             double precision,
    ask_low              double precision,
    ask_close            double precision,
    volume               double precision NOT NULL,
    tick_count           bigint           NOT NULL,
    vwap                 double precision,
    spread_mean          double precision,
    spread_max           double precision,
    range_pips           double precision,
    body_pips            double precision,
    buy_volume           double precision,
    sell_volume          double precision,
    first_tick_time      timestamptz,
    last_tick_time       timestamptz,
    status               text             NOT NULL,
    revision             integer          NOT NULL,
    cause                text,
    source               text             NOT NULL,
    complete             boolean          NOT NULL,
    version              bigint           NOT NULL,
    lineage_topic        text,
    lineage_partition    integer,
    lineage_first_offset bigint,
    lineage_last_offset  bigint,
    stored_at            timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (symbol, timeframe, start_time, tenant)
);

COMMENT ON TABLE market_candles IS
    'OHLCV bars over [start_time, end_time), one row a (tenant, symbol, timeframe, start_time): the one of the greatest version.';
