package io.candlewick.streams.store;

/** Names of the stores. They are part of changelog topics' names: changing one is a migration. */
public final class StoreNames {

    /** One entry a symbol: its clock, feeds and open bars. */
    public static final String SYMBOLS = "symbols";

    /** One entry a feed: how far it has said to have delivered in this partition. */
    public static final String FEED_CLOCKS = "feed-clocks";

    /** The closed bars that a late tick can still correct. */
    public static final String CLOSED_BARS = "closed-bars";

    /** One entry a symbol with a spike band: the last price that was believed. */
    public static final String PRICE_REFERENCES = "price-references";

    /** The canonical bars as they were last said. */
    public static final String CANONICAL_BARS = "canonical-bars";

    /** One entry a symbol: what is known of its canonical series. */
    public static final String SERIES = "series";

    /** The trades that a cancel or a correction can still undo. */
    public static final String TRADES = "trades";

    /** One entry a symbol and timeframe: how far its indicators have come. */
    public static final String INDICATOR_SERIES = "indicator-series";

    /** What indicators were after some of their bars. */
    public static final String INDICATOR_SNAPSHOTS = "indicator-snapshots";

    /** The reference data, in every instance. */
    public static final String INSTRUMENTS = "instruments";

    private StoreNames() {}
}
