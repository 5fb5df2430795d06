package io.candlewick.streams.processor;

import io.candlewick.avro.BackfillCause;
import io.candlewick.avro.BackfillRequest;
import io.candlewick.avro.BarSource;
import io.candlewick.avro.Gap;
import io.candlewick.avro.GapReason;
import io.candlewick.avro.GapStatus;
import io.candlewick.avro.Lane;
import io.candlewick.contract.BackfillRequests;
import io.candlewick.contract.BarLineage;
import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.BarKey;
import io.candlewick.market.Tick;
import io.candlewick.market.Timeframe;
import io.candlewick.market.Times;
import io.candlewick.streams.domain.bar.BarListener;
import io.candlewick.streams.timing.BarWatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Sends bars that close or are corrected on, keyed and stamped, with their lineage in headers. */
final class SaidBars implements BarListener {

    private static final long US_PER_MS = 1_000;
    private static final Header NO_CROSSED_TICKS = header(Headers.CROSSED_TICKS, 0);

    private final ProcessorContext<String, Object> context;
    private final BarBuilding.Children children;
    private final Lane lane;
    private final BarWatch.OfTask watch;
    private final PromptCommits commits;

    SaidBars(
            ProcessorContext<String, Object> context,
            BarBuilding config,
            BarWatch.OfTask watch,
            PromptCommits commits) {
        this.watch = watch;
        this.commits = commits;
        this.context = context;
        this.children = config.children();
        this.lane = config.source() == BarSource.LIVE ? Lane.LIVE : Lane.HISTORY;
    }

    @Override
    public void said(Bar bar, Lineage lineage) {
        RecordHeaders headers = new RecordHeaders();
        context.recordMetadata().ifPresent(origin -> headers.add(lineage(origin, lineage)));
        headers.add(
                lineage.crossedTicks() == 0 ? NO_CROSSED_TICKS : header(Headers.CROSSED_TICKS, lineage.crossedTicks()));
        context.forward(new Record<>(bar.key().text(), bar, timestampMs(bar), headers), children.bars());
        commits.closed();
    }

    @Override
    public void unretained(Tick tick, long offset, Timeframe finest, long startUs, long endUs) {
        BarKey range = new BarKey(tick.tenant(), tick.symbol(), finest, startUs);
        long nowMs = context.currentSystemTimeMs();
        // Readers of the first release know no cause of its own for this; the id says it.
        BackfillRequest request = BackfillRequests.of(range, endUs, BackfillCause.GAP, Instant.ofEpochMilli(nowMs))
                // The same for the same record, however often it is read.
                .setRequestId("correction-" + range.text() + "-" + offset)
                .setLane(lane)
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
        watch.gap(reason);
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

    private static Header lineage(RecordMetadata origin, Lineage ticks) {
        BarLineage lineage =
                new BarLineage(origin.topic(), origin.partition(), ticks.firstOffset(), ticks.lastOffset());
        return new RecordHeader(Headers.LINEAGE, lineage.toBytes());
    }

    private static Header header(String name, long value) {
        return new RecordHeader(name, Long.toString(value).getBytes(StandardCharsets.ISO_8859_1));
    }
}
