package io.candlewick.streams.processor;

import io.candlewick.contract.Headers;
import io.candlewick.market.Bar;
import io.candlewick.market.Instrument;
import io.candlewick.streams.domain.bar.TimeframeTree;
import io.candlewick.streams.domain.series.BarReject;
import io.candlewick.streams.domain.series.SeriesMerging;
import io.candlewick.streams.domain.series.VendorBars;
import io.candlewick.streams.store.InstrumentStore;
import io.candlewick.streams.store.SeriesKey;
import io.candlewick.streams.store.StoreNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets through the vendors' bars that have the shape of a bar; the others go to the dead letters as received, with a reason.
 *
 * <p><b>Shape</b>: symbol to received bar in; symbol to Bar out, or the bytes as received.
 *
 * @param tree the timeframes that are made
 * @param futureBound how far a bar's end may lie after its record's arrival
 * @param accepted the node for bars that pass
 * @param rejected the node for the bytes of those that do not
 */
public record VendorBarGate(TimeframeTree tree, Duration futureBound, String accepted, String rejected)
        implements ProcessorSupplier<String, ReceivedBar, String, Object> {

    @Override
    public Processor<String, ReceivedBar, String, Object> get() {
        return new Gate(this);
    }

    private static final class Gate implements Processor<String, ReceivedBar, String, Object> {

        private static final Logger LOG = LoggerFactory.getLogger(VendorBarGate.class);
        private static final int LOG_EVERY = 10_000;

        private final VendorBarGate config;
        private final Map<BarReject, Sensor> sensors = new EnumMap<>(BarReject.class);
        private final Map<BarReject, Long> counts = new EnumMap<>(BarReject.class);
        private ProcessorContext<String, Object> context;
        private InstrumentStore instruments;

        Gate(VendorBarGate config) {
            this.config = config;
        }

        @Override
        public void init(ProcessorContext<String, Object> processorContext) {
            context = processorContext;
            instruments = processorContext.getStateStore(StoreNames.INSTRUMENTS);
        }

        @Override
        public void process(Record<String, ReceivedBar> record) {
            ReceivedBar received = record.value();
            if (received == null) {
                reject(record, BarReject.NO_BAR, "the record has no value");
                return;
            }
            BarReject fault = faultOf(record, received.bar());
            if (fault == null) {
                context.forward(record.withValue(received.bar()), config.accepted);
            } else {
                reject(record, fault, detail(received.bar()));
            }
        }

        private @Nullable BarReject faultOf(Record<String, ReceivedBar> record, Bar bar) {
            if (!bar.key().symbol().text().equals(record.key())) {
                return BarReject.WRONG_KEY;
            }
            Instrument instrument =
                    instruments.find(new SeriesKey(bar.key().tenant(), bar.key().symbol()));
            if (instrument == null) {
                return BarReject.UNKNOWN_SYMBOL;
            }
            if (config.tree.levelOf(bar.key().timeframe()) < 0) {
                return BarReject.UNKNOWN_TIMEFRAME;
            }
            long latestEndMs = record.timestamp() + config.futureBound.toMillis();
            BarReject fault = VendorBars.faultOf(
                    bar,
                    instrument,
                    TimeUnit.MILLISECONDS.toMicros(latestEndMs),
                    record.headers().lastHeader(Headers.WARM_UP) != null);
            return fault == null ? faultOfRange(record, bar) : fault;
        }

        private static @Nullable BarReject faultOfRange(Record<String, ReceivedBar> record, Bar bar) {
            try {
                SeriesMerging.Range range = DeliveredRange.of(record.headers());
                return range == null ? null : VendorBars.faultOf(bar, range);
            } catch (NumberFormatException noRange) {
                return BarReject.INVALID_RANGE;
            }
        }

        private static String detail(Bar bar) {
            return "bar=" + bar.key().text() + " end_time=" + bar.endTimeUs() + " price=" + bar.price() + " volume="
                    + bar.volume() + " source=" + bar.source() + " status=" + bar.status();
        }

        private void reject(Record<String, ReceivedBar> record, BarReject reason, String detail) {
            sensors.computeIfAbsent(reason, unseen -> BarCounts.sensor(context, unseen))
                    .record();
            long count = counts.merge(reason, 1L, Long::sum);
            if (count == 1 || count % LOG_EVERY == 0) {
                LOG.warn("Vendor bar rejected, reason={}, count={}: {}", reason, count, detail);
            }
            RecordHeaders headers = new RecordHeaders(record.headers());
            add(headers, Headers.REJECT_REASON, reason.name());
            add(headers, Headers.REJECT_DETAIL, detail);
            context.recordMetadata().ifPresent(origin -> addOrigin(headers, origin));
            context.forward(new Record<>(record.key(), bytes(record), record.timestamp(), headers), config.rejected);
        }

        private static byte @Nullable [] bytes(Record<String, ReceivedBar> record) {
            return record.value() == null ? null : record.value().bytes();
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
}
