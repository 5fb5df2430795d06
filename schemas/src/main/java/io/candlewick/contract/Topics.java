package io.candlewick.contract;

import io.candlewick.avro.BackfillRange;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.Bar;
import io.candlewick.avro.EconomicEvent;
import io.candlewick.avro.FeedState;
import io.candlewick.avro.Gap;
import io.candlewick.avro.IndicatorSet;
import io.candlewick.avro.Instrument;
import io.candlewick.avro.Subscription;
import io.candlewick.avro.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The catalogue: every topic, written once.
 *
 * <p>Topics of market data are stamped by the broker ({@code LogAppendTime}): retention counts from when a record arrived, so a tick of
 * ten years ago is kept as long as one of today, and the age of an unread record is its consumer's lag in seconds. Event time is in the
 * records. All market-data topics have the same number of partitions, so one symbol has one partition number everywhere.
 */
public final class Topics {

    /** Partitions of every market-data topic unless configured otherwise. */
    public static final int DEFAULT_PARTITIONS = 4;

    /** Live ticks: symbol to Tick. */
    public static final TopicSpec TICKS_LIVE = log("ticks.live", "symbol", Tick.class, Duration.ofDays(7));

    /** Ticks of the past, for the history lane: symbol to Tick. */
    public static final TopicSpec TICKS_HISTORY = log("ticks.history", "symbol", Tick.class, Duration.ofDays(7));

    /** Bars a vendor made, whole ranges: symbol to Bar. */
    public static final TopicSpec BARS_VENDOR = log("bars.vendor", "symbol", Bar.class, Duration.ofDays(7));

    /** Vendor bars for short holes and for warming up: symbol to Bar. */
    public static final TopicSpec BARS_REPAIR = log("bars.repair", "symbol", Bar.class, Duration.ofDays(7));

    /** The canonical bars: bar key to Bar, FINAL or CORRECTED. */
    public static final TopicSpec BARS = log("bars", "bar key", Bar.class, Duration.ofDays(30));

    /** The open bars, throttled: bar key to Bar. */
    public static final TopicSpec BARS_FORMING = log("bars.forming", "bar key", Bar.class, Duration.ofHours(1));

    /** Indicator values: bar key to IndicatorSet. */
    public static final TopicSpec INDICATORS = log("indicators", "bar key", IndicatorSet.class, Duration.ofDays(30));

    /** Provisional indicator values of the open bars: bar key to IndicatorSet. */
    public static final TopicSpec INDICATORS_FORMING =
            log("indicators.forming", "bar key", IndicatorSet.class, Duration.ofHours(1));

    /** Ticks that did not become part of a bar, as received, with the reason in headers. */
    public static final TopicSpec TICKS_REJECTED = log("ticks.rejected", "symbol", Tick.class, Duration.ofDays(30));

    /** Records of the topology's input that could not be read, as received, with the reason in headers. */
    public static final TopicSpec STREAMS_DLQ = raw("streams.dlq");

    /** Records the TimescaleDB sink could not write, as received, with the reason in headers. */
    public static final TopicSpec TIMESCALE_DLQ = raw("timescaledb-sink.dlq");

    /** Records the ClickHouse sink could not write, as received, with the reason in headers. */
    public static final TopicSpec CLICKHOUSE_DLQ = raw("clickhouse-sink.dlq");

    /** What vendors sent that could not be used, as received, with the reason in headers. */
    public static final TopicSpec INGEST_DLQ = raw("ingest.dlq");

    /** Feeds and their state: feed to FeedState. */
    public static final TopicSpec FEEDS = log("feeds", "feed", FeedState.class, Duration.ofDays(30));

    /** Holes with their reasons: range to Gap. */
    public static final TopicSpec GAPS = log("gaps", "range", Gap.class, Duration.ofDays(90));

    /** Requests for history: range to BackfillRequest. */
    public static final TopicSpec BACKFILL_REQUESTS =
            log("backfill.requests", "range", BackfillRequest.class, Duration.ofDays(30));

    /** How far each download has come: range to BackfillRange. */
    public static final TopicSpec BACKFILL_LEDGER = table("backfill.ledger", "range", BackfillRange.class);

    /** Reference data: tenant|symbol to Instrument. */
    public static final TopicSpec INSTRUMENTS = table("instruments", "tenant|symbol", Instrument.class);

    /** Who wants which symbol: tenant|symbol|consumer to Subscription. */
    public static final TopicSpec SUBSCRIPTIONS = table("subscriptions", "tenant|symbol|consumer", Subscription.class);

    /** The economic calendar: event to EconomicEvent. */
    public static final TopicSpec CALENDAR_EVENTS = table("calendar.events", "event", EconomicEvent.class);

    /** Every topic, in the order a tick meets them. */
    public static final List<TopicSpec> ALL = List.of(
            TICKS_LIVE,
            TICKS_HISTORY,
            BARS_VENDOR,
            BARS_REPAIR,
            BARS,
            BARS_FORMING,
            INDICATORS,
            INDICATORS_FORMING,
            TICKS_REJECTED,
            STREAMS_DLQ,
            TIMESCALE_DLQ,
            CLICKHOUSE_DLQ,
            INGEST_DLQ,
            FEEDS,
            GAPS,
            BACKFILL_REQUESTS,
            BACKFILL_LEDGER,
            INSTRUMENTS,
            SUBSCRIPTIONS,
            CALENDAR_EVENTS);

    private Topics() {}

    private static TopicSpec log(String name, String key, Class<? extends SpecificRecord> value, Duration retention) {
        return new TopicSpec(
                name,
                key,
                Optional.of(ContractSchemas.of(value)),
                DEFAULT_PARTITIONS,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(retention.toMillis()),
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "LogAppendTime"));
    }

    private static TopicSpec table(String name, String key, Class<? extends SpecificRecord> value) {
        return new TopicSpec(
                name,
                key,
                Optional.of(ContractSchemas.of(value)),
                1,
                Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    private static TopicSpec raw(String name) {
        return new TopicSpec(
                name,
                "as received",
                Optional.empty(),
                1,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(Duration.ofDays(30).toMillis()),
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "LogAppendTime"));
    }
}
