package io.candlewick.streams.processor;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.Gap;
import io.candlewick.avro.GapReason;
import io.candlewick.avro.GapStatus;
import io.candlewick.avro.Lane;
import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.streams.domain.bar.BarListener;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Sends bars that close or are corrected on, keyed and stamped, with their lineage in headers. */
final class SaidBars implements BarListener {

    private static final long US_PER_MS = 1_000;

    private final ProcessorContext<String, Object> context;
    private final BarBuilding.Children children;
    private final Lane lane;

    SaidBars(ProcessorContext<String, Object> context, BarBuilding config) {
        this.context = context;
        this.children = config.children();
        this.lane = config.source() == BarSource.LIVE ? Lane.LIVE : Lane.HISTORY;
    }

    @Override
    public void said(Bar bar, Lineage lineage) {
        RecordHeaders headers = new RecordHeaders();
        context.recordMetadata().ifPresent(origin -> addLineage(headers, origin, lineage));
        add(headers, Headers.CROSSED_TICKS, Long.toString(lineage.crossedTicks()));
        context.forward(new Record<>(bar.key().text(), bar, timestampMs(bar), headers), children.bars());
    }

    @Override
    public void unretained(Tick tick, long offset, Timeframe finest, long startUs, long endUs) {
        BarKey range = new BarKey(tick.tenant(), tick.symbol(), finest, startUs);
        long nowMs = context.currentSystemTimeMs();
        BackfillRequest request = BackfillRequest.newBuilder()
                .setTenant(tick.tenant())
                // The same for the same record, however often it is read.
                .setRequestId("correction-" + range.text() + "-" + offset)
                .setSymbol(tick.symbol().text())
                .setTimeframe(finest.code())
                .setFromTime(Times.instant(startUs))
                .setToTime(Times.instant(endUs))
                // Readers of the first release know no cause of its own for this; the id says it.
                .setCause(BackfillCause.GAP)
                .setLane(lane)
                .setRequestedTime(Instant.ofEpochMilli(nowMs))
                .build();
        context.forward(new Record<>(range.text(), request, nowMs), children.requests());
    }

    @Override
    public void gap(BarKey first, long toUs, GapReason reason, int missingBars) {
        long nowMs = context.currentSystemTimeMs();
        Gap gap = Gap.newBuilder()
                .setTenant(first.tenant())
                .setSymbol(first.symbol().text())
                .setTimeframe(first.timeframe().code())
                .setFromTime(Times.instant(first.startTimeUs()))
                .setToTime(Times.instant(toUs))
                .setReason(reason)
                .setStatus(reason == GapReason.FEED_DOWN ? GapStatus.OPEN : GapStatus.EXPLAINED)
                .setMissingBars(missingBars)
                .setDetectedTime(Instant.ofEpochMilli(nowMs))
                .build();
        context.forward(new Record<>(first.text(), gap, nowMs), children.gaps());
    }

    @Override
    public void forming(Bar bar) {
        Record<String, Bar> record = new Record<>(bar.key().text(), bar, context.currentSystemTimeMs());
        context.forward(record, children.forming());
        if (children.indicators() != null) {
            context.forward(record.withValue(new BarChange(bar, null, false)), children.indicators());
        }
    }

    private static long timestampMs(Bar bar) {
        return Math.max(0, Math.floorDiv(bar.endTimeUs(), US_PER_MS));
    }

    private static void addLineage(RecordHeaders headers, RecordMetadata origin, Lineage lineage) {
        add(headers, Headers.LINEAGE_TOPIC, origin.topic());
        add(headers, Headers.LINEAGE_PARTITION, Integer.toString(origin.partition()));
        add(headers, Headers.LINEAGE_FIRST_OFFSET, Long.toString(lineage.firstOffset()));
        add(headers, Headers.LINEAGE_LAST_OFFSET, Long.toString(lineage.lastOffset()));
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
