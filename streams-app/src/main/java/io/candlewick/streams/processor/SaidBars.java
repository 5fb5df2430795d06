package io.candlewick.streams.processor;

import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.streams.domain.bar.BarListener;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Sends bars that close or are corrected on, keyed and stamped, with their lineage in headers. */
final class SaidBars implements BarListener {

    private static final long US_PER_MS = 1_000;

    private final ProcessorContext<String, Object> context;
    private final BarBuilding.Children children;

    SaidBars(ProcessorContext<String, Object> context, BarBuilding.Children children) {
        this.context = context;
        this.children = children;
    }

    @Override
    public void said(Bar bar, Lineage lineage) {
        RecordHeaders headers = new RecordHeaders();
        context.recordMetadata().ifPresent(origin -> addLineage(headers, origin, lineage));
        add(headers, Headers.CROSSED_TICKS, Long.toString(lineage.crossedTicks()));
        context.forward(new Record<>(bar.key().text(), bar, timestampMs(bar), headers), children.bars());
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
