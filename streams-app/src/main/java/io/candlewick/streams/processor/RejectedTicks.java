package io.candlewick.streams.processor;

import io.candlewick.contract.Headers;
import io.candlewick.market.Tick;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends ticks that make no bar to their topic, with the reason and where they came from, and counts them by reason and symbol.
 *
 * <p>The first of each reason is logged, then every {@value #LOG_EVERY}th. <b>Thread</b>: the task's.
 */
final class RejectedTicks {

    private static final Logger LOG = LoggerFactory.getLogger(RejectedTicks.class);
    private static final int LOG_EVERY = 10_000;

    private final ProcessorContext<String, Object> context;
    private final String child;
    private final TickCounts counters;
    private final Map<RejectReason, Long> counts = new EnumMap<>(RejectReason.class);

    RejectedTicks(ProcessorContext<String, Object> context, String child) {
        this.context = context;
        this.child = child;
        this.counters = new TickCounts(context.metrics(), context.taskId().toString());
    }

    void reject(Record<byte[], Tick> tick, RejectReason reason, String detail) {
        long count = counts.merge(reason, 1L, Long::sum);
        if (count == 1 || count % LOG_EVERY == 0) {
            LOG.warn("Tick rejected, reason={}, count={}: {}", reason, count, detail);
        }
        counters.countRejected(
                reason,
                tick.value() == null
                        ? TickCounts.UNKNOWN
                        : tick.value().symbol().text());
        RecordHeaders headers = new RecordHeaders(tick.headers());
        add(headers, Headers.REJECT_REASON, reason.name());
        add(headers, Headers.REJECT_DETAIL, detail);
        context.recordMetadata().ifPresent(origin -> addOrigin(headers, origin));
        context.forward(new Record<>(keyText(tick.key()), tick.value(), tick.timestamp(), headers), child);
    }

    @SuppressWarnings("NullAway") // A record without a key has none when it is rejected, either.
    private static @Nullable String keyText(byte @Nullable [] key) {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    /** Counts a crossed quote that passes. */
    void countCrossed(Tick quote) {
        counters.countCrossed(quote.symbol().text());
    }

    void close() {
        counters.close();
    }

    private static void addOrigin(RecordHeaders headers, RecordMetadata origin) {
        add(headers, Headers.ORIGIN_TOPIC, origin.topic());
        add(headers, Headers.ORIGIN_PARTITION, Integer.toString(origin.partition()));
        add(headers, Headers.ORIGIN_OFFSET, Long.toString(origin.offset()));
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
