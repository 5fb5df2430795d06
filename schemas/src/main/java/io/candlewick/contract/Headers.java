package io.candlewick.contract;

/**
 * Names of the record headers that carry lineage. Values are UTF-8 text; times are epoch microseconds in decimal.
 *
 * <p>Lineage stands in headers and not in the value, so that a FINAL bar is the same bytes however its ticks were partitioned.
 */
public final class Headers {

    /** Follows one piece of work through every record it causes: a replay's run id, a backfill request's id. */
    public static final String CORRELATION_ID = "candlewick.correlation_id";

    /** The feed a tick came from, or the feeds of a bar's ticks, comma separated. */
    public static final String FEED = "candlewick.feed";

    /** When the publisher received the tick. */
    public static final String INGEST_TIME = "candlewick.ingest_time";

    /** Of a bar: topic of its ticks. */
    public static final String LINEAGE_TOPIC = "candlewick.lineage_topic";

    /** Of a bar: partition of its ticks. */
    public static final String LINEAGE_PARTITION = "candlewick.lineage_partition";

    /** Of a bar: least offset of its ticks. */
    public static final String LINEAGE_FIRST_OFFSET = "candlewick.lineage_first_offset";

    /** Of a bar: greatest offset of its ticks. */
    public static final String LINEAGE_LAST_OFFSET = "candlewick.lineage_last_offset";

    /** Of a rejected or dead-lettered record: why, one of a closed list. */
    public static final String REJECT_REASON = "candlewick.reject_reason";

    /** Of a rejected or dead-lettered record: the reason in words. */
    public static final String REJECT_DETAIL = "candlewick.reject_detail";

    /** Of a rejected or dead-lettered record: the topic it came from. */
    public static final String ORIGIN_TOPIC = "candlewick.origin_topic";

    /** Of a rejected or dead-lettered record: the partition it came from. */
    public static final String ORIGIN_PARTITION = "candlewick.origin_partition";

    /** Of a rejected or dead-lettered record: its offset there. */
    public static final String ORIGIN_OFFSET = "candlewick.origin_offset";

    private Headers() {}
}
