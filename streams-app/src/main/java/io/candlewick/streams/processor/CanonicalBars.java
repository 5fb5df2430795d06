package io.candlewick.streams.processor;

import io.candlewick.avro.BarSource;
import io.candlewick.contract.BarLineage;
import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.streams.domain.series.SeriesMerging;
import io.candlewick.streams.timing.BarWatch;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sends the bars that one bar made canonical on, keyed and stamped, with their lineage in headers; counts those that are not said. */
final class CanonicalBars {

    private static final long US_PER_MS = 1_000;
    private static final List<String> CARRIED_ON = List.of(Headers.CORRELATION_ID, Headers.FEED);

    private final ProcessorContext<String, Object> context;
    private final BarMerging.Children children;
    private final BarWatch.OfTask watch;
    private final Sensor outranked;
    private final Sensor unchanged;

    /** Why a bar was not said. */
    private enum Unsaid {
        /** A better one is known. */
        OUTRANKED,
        /** It was said already, value for value. */
        UNCHANGED
    }

    CanonicalBars(ProcessorContext<String, Object> context, BarMerging.Children children, BarWatch.OfTask watch) {
        this.watch = watch;
        this.children = children;
        this.context = context;
        this.outranked = BarCounts.sensor(context, Unsaid.OUTRANKED);
        this.unchanged = BarCounts.sensor(context, Unsaid.UNCHANGED);
    }

    /** Hears what becomes of one bar that came in, and of the coarser ones it touches. */
    SeriesMerging.Listener following(Record<String, Bar> cause, Instrument instrument) {
        return new SeriesMerging.Listener() {
            @Override
            public void said(Bar bar, @Nullable Bar before) {
                Record<String, Object> said = say(bar, cause);
                watch.said(bar, instrument);
                change(said, new BarChange(bar, before, false));
            }

            @Override
            public void seeded(Bar bar) {
                change(cause.withKey(bar.key().text()).withValue(bar), new BarChange(bar, null, true));
            }

            /* A replay that is repeated states its bars again, as they are: a table that lost them gets them back. */
            @Override
            public void unchanged(Bar bar) {
                if (bar.source() == BarSource.VENDOR) {
                    unchanged.record();
                } else {
                    say(bar, cause);
                }
            }

            @Override
            public void outranked(Bar bar) {
                outranked.record();
            }
        };
    }

    private Record<String, Object> say(Bar bar, Record<String, Bar> cause) {
        long timestampMs = Math.max(0, Math.floorDiv(bar.endTimeUs(), US_PER_MS));
        // The text of a key costs more than comparing keys, and most bars are said as they came.
        String key = bar.key().equals(cause.value().key())
                        && cause.value().source() != BarSource.VENDOR
                        && cause.key() != null
                ? cause.key()
                : bar.key().text();
        Record<String, Object> said = new Record<>(key, bar, timestampMs, headers(bar, cause));
        context.forward(said, children.bars());
        return said;
    }

    private void change(Record<String, ?> record, BarChange change) {
        if (children.indicators() != null) {
            context.forward(record.withValue(change), children.indicators());
        }
    }

    /** A bar built here brings its lineage, that of a vendor's is its own record, and a merged one has no ticks of its own. */
    private org.apache.kafka.common.header.Headers headers(Bar bar, Record<String, Bar> cause) {
        if (bar.source() == BarSource.LIVE || bar.source() == BarSource.REPAIRED) {
            return cause.headers();
        }
        RecordHeaders headers = new RecordHeaders();
        for (String name : CARRIED_ON) {
            Header header = cause.headers().lastHeader(name);
            if (header != null) {
                headers.add(header);
            }
        }
        if (bar.source() == BarSource.VENDOR) {
            context.recordMetadata().ifPresent(origin -> headers.add(Headers.LINEAGE, lineage(origin)));
        }
        return headers;
    }

    private static byte[] lineage(RecordMetadata origin) {
        return new BarLineage(origin.topic(), origin.partition(), origin.offset(), origin.offset()).toBytes();
    }
}
