package io.candlewick.contract;

/**
 * Names of the record headers that carry lineage, the same as the columns that keep it. Values are UTF-8 text; times are epoch
 * microseconds in decimal.
 *
 * <p>Lineage stands in headers and not in the value, so that a FINAL bar is the same bytes however its ticks were partitioned.
 */
public final class Headers {

    /** Follows one piece of work through every record it causes: a replay's run id, a backfill request's id. */
    public static final String CORRELATION_ID = "correlation_id";

    /** The feed a tick came from, or the feeds of a bar's ticks, comma separated. */
    public static final String FEED = "feed";

    /** When the publisher received the tick. */
    public static final String INGEST_TIME = "ingest_time";

    /** Of a bar: where its ticks are, a {@link BarLineage}. */
    public static final String LINEAGE = "lineage";

    /** Of a bar: how many of its ticks were quotes whose ask was below their bid. */
    public static final String CROSSED_TICKS = "crossed_ticks";

    /** Of a feed's mark that a lane wrote itself: what made it do so, {@code silence}. */
    public static final String MARKED_BY = "marked_by";

    /**
     * Of a vendor's bar: start, inclusive, of the span of its symbol and timeframe that its delivery covers completely. The bars of a delivery
     * all carry its range and come in order of time.
     */
    public static final String RANGE_FROM = "range_from";

    /** Of a vendor's bar: end of that span, exclusive. */
    public static final String RANGE_TO = "range_to";

    /** Of a bar on {@code bars.repair}: that it comes from the tables, to warm indicators up, and is not to be said again. */
    public static final String WARM_UP = "warm_up";

    /** Of a rejected or dead-lettered record: why, one of a closed list. */
    public static final String REJECT_REASON = "reject_reason";

    /** Of a rejected or dead-lettered record: the reason in words. */
    public static final String REJECT_DETAIL = "reject_detail";

    /** Of a rejected or dead-lettered record: the topic it came from. */
    public static final String ORIGIN_TOPIC = "origin_topic";

    /** Of a rejected or dead-lettered record: the partition it came from. */
    public static final String ORIGIN_PARTITION = "origin_partition";

    /** Of a rejected or dead-lettered record: its offset there. */
    public static final String ORIGIN_OFFSET = "origin_offset";

    private Headers() {}
}
